import { Command, Option } from 'commander';
import {
  type PreparedTune,
  prepareTune,
  showPlan,
  showTune,
  type TunableEndpoint,
  type TuneReport,
  tuneChart,
} from '../tuning/index.ts';
import { BadUsage } from './bad-usage.ts';
import { CommandFailure } from './command-failure.ts';
import type { CliContext } from './context.ts';
import { withInputFile } from './input-file.ts';
import { positive, wholeNumber, wholeNumbers } from './number-option.ts';
import { type EndpointChoice, endpointOption, ofFile, withEndpoint } from './opened-endpoint.ts';
import { checkWritable, writeOutput } from './output-file.ts';
import { addPayloadOptions, headersOf, type PayloadOptions } from './payload-options.ts';
import { ProgressLine } from './progress-line.ts';
import { configOption } from './read-config.ts';

interface TuneOptions extends EndpointChoice, PayloadOptions {
  readonly input?: string;
  readonly sizes?: readonly number[];
  readonly concurrency: readonly number[];
  readonly maxCalls: number;
  readonly maxSeconds: number;
  readonly p99?: number;
  readonly yes?: true;
  /** A path, or false for none. */
  readonly json?: string | false;
  readonly svg?: string | false;
}

/** `tidegate tune`: how large batches should be, and how many calls under way. */
export function tuneCommand(context: CliContext): Command {
  const command = new Command('tune')
    .description('measure batch sizes and calls at once on the endpoint within a budget, and name the best setting')
    .addOption(endpointOption())
    .addOption(configOption())
    .option('--input <file>', 'a request body a line, sent instead of the samples of the codec');
  return addPayloadOptions(command)
    .addOption(new Option('--sizes <list>', 'items in a call (default: doublings up to maxBatchSize)').argParser(wholeNumbers(1)))
    .addOption(
      new Option('--concurrency <list>', 'calls at once').argParser(wholeNumbers(1, 256)).default([1, 2, 4, 8], '1,2,4,8'),
    )
    .addOption(new Option('--max-calls <n>', 'never send more').argParser(wholeNumber(1)).default(400))
    .addOption(new Option('--max-seconds <n>', 'begin no call later').argParser(wholeNumber(1, 86_400)).default(120))
    .addOption(
      new Option('--p99 <ms>', 'what the best setting must keep to (default: latencySloMs, or none)').argParser(positive),
    )
    .option('--yes', 'do not ask before anything is sent')
    .option('--json <file>', 'where the report goes (default: NAME.tune.json)')
    .option('--no-json', 'write no report')
    .option('--svg <file>', 'where the chart goes (default: NAME.tune.svg)')
    .option('--no-svg', 'draw no chart')
    .action((options: TuneOptions) => withEndpoint(options, context, (endpoint) => tune(endpoint, options, context)));
}

async function tune(endpoint: TunableEndpoint, options: TuneOptions, context: CliContext): Promise<void> {
  const [json, svg] = [pathOf(options, 'json'), pathOf(options, 'svg')];
  const prepared = await prepare(endpoint, options);
  if (json !== undefined) await checkWritable('--json', json);
  if (svg !== undefined) await checkWritable('--svg', svg);
  context.stderr.write(showPlan(prepared.plan));
  await agree(options, context);
  const report = await run(prepared, context);
  context.stdout.write(showTune(report));
  const chart = tuneChart(report);
  if (json !== undefined) await write(json, `${JSON.stringify(report, undefined, 2)}\n`, context);
  if (svg !== undefined && chart !== undefined) await write(svg, chart, context);
  const why = whyNot(report);
  if (why !== undefined) throw new CommandFailure('tune', why);
}

function pathOf(options: TuneOptions, kind: 'json' | 'svg'): string | undefined {
  const path = options[kind] ?? `${options.endpoint}.tune.${kind}`;
  return path === false ? undefined : path;
}

async function prepare(endpoint: TunableEndpoint, options: TuneOptions): Promise<PreparedTune> {
  const { input: path, sizes, concurrency, maxCalls, maxSeconds, p99: p99Ms } = options;
  const request = {
    headers: headersOf(options),
    concurrency,
    maxCalls,
    maxSeconds,
    ...(sizes === undefined ? {} : { sizes }),
    ...(p99Ms === undefined ? {} : { p99Ms }),
  };
  if (path === undefined) return ofFile('--input', prepareTune(endpoint, request));
  return withInputFile(path, ({ chunks }) => ofFile(path, prepareTune(endpoint, { ...request, input: chunks })));
}

/** Calls cost. @throws {BadUsage} where nobody can be asked, @throws {CommandFailure} where somebody says no */
async function agree({ yes }: TuneOptions, { stderr, answer }: CliContext): Promise<void> {
  if (yes) return;
  if (answer === undefined) throw new BadUsage('expected --yes, for there is no terminal to ask on; nothing was sent');
  stderr.write('go on? [y/N] ');
  if (!/^\s*y(es)?\s*$/i.test(await answer())) throw new CommandFailure('tune', 'not agreed to; nothing was sent');
}

async function run(prepared: PreparedTune, context: CliContext): Promise<TuneReport> {
  const line = new ProgressLine('tune', context.stderr, context.env);
  const stop = new AbortController();
  void context.stopAsked().then(() => stop.abort());
  try {
    return await prepared.run(stop.signal, ({ calls, spent, doing }) => line.show(spent, () => `${calls} calls, ${doing}`));
  } finally {
    line.end();
  }
}

async function write(path: string, text: string, { stderr }: CliContext): Promise<void> {
  await writeOutput(path, text);
  stderr.write(`wrote ${path}\n`);
}

function whyNot({ end, why, best }: TuneReport): string | undefined {
  if (end === 'stopped') return 'stopped before the end';
  if (end === 'failed') return `ended early: ${why}`;
  return best === undefined ? 'the budget ended before anything was measured' : undefined;
}
