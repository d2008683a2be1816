import { Command, InvalidArgumentError, Option } from 'commander';
import type { ResolvedConfig } from '../config/index.ts';
import { suggestion } from '../config/suggestion.ts';
import type { DeadLetters, RedriveReport } from '../gateway/redrive.ts';
import { BadUsage } from './bad-usage.ts';
import { CommandFailure } from './command-failure.ts';
import type { CliContext } from './context.ts';
import { withInputFile } from './input-file.ts';
import { named } from './named.ts';
import { wholeNumber } from './number-option.ts';
import { ProgressLine } from './progress-line.ts';
import { configOption, readConfig } from './read-config.ts';
import { progressText, showRedrive, whyNot } from './show-redrive.ts';

interface RedriveOptions {
  readonly stream: string;
  readonly config?: string;
  readonly from?: string;
  readonly code?: readonly string[];
  readonly limit?: number;
  readonly dryRun?: true;
  readonly json?: true;
}

type Stream = NonNullable<ResolvedConfig['streams']>[string];

/** `tidegate redrive`: dead letters go through their stream again. */
export function redriveCommand(context: CliContext): Command {
  return new Command('redrive')
    .description('put the data of dead letters back into their stream, at least once: run twice, it puts them twice')
    .requiredOption('--stream <name>', 'the stream of the config')
    .addOption(configOption())
    .option('--from <file>', 'dead letters, one a line, instead of those where the onFailure of the stream leads')
    .addOption(new Option('--code <code...>', 'only those with one of these error codes').argParser(codes))
    .addOption(new Option('--limit <n>', 'put back so many at most').argParser(wholeNumber(1)))
    .option('--dry-run', 'only say what would be put back')
    .option('--json', 'the report as one JSON object')
    .action((options: RedriveOptions) => redrive(options, context));
}

async function redrive(options: RedriveOptions, context: CliContext): Promise<void> {
  const { streams = {} } = await readConfig(options.config, context);
  const stream = named('--stream', streams, options.stream);
  const report = await withLetters(options, stream, (from) => run(stream, from, options, context));
  context.stdout.write(options.json ? `${JSON.stringify(report)}\n` : showRedrive(report, options.dryRun === true));
  const why = whyNot(report, options.dryRun === true);
  if (why !== undefined) throw new CommandFailure('redrive', why);
}

/** Gives the dead letters to the work. @throws {BadUsage} where there is nothing to read them from */
async function withLetters<T>(
  { stream: name, from }: RedriveOptions,
  { onFailure }: Stream,
  work: (from: DeadLetters) => Promise<T>,
): Promise<T> {
  if (from === undefined && onFailure.type === 'kinesis') return work(onFailure);
  const path = from ?? (onFailure.type === 'jsonl' ? onFailure.path : undefined);
  if (path === undefined)
    throw new BadUsage(`--from: expected a file, for the onFailure of ${name} is ${onFailure.type}, which cannot be read`);
  return withInputFile(path, ({ chunks }) => work(chunks));
}

async function run(stream: Stream, from: DeadLetters, options: RedriveOptions, context: CliContext): Promise<RedriveReport> {
  const { redrive: work, DEATHS, StreamError } = await import('../gateway/redrive.ts');
  checkCodes(options.code ?? [], DEATHS);
  const { stderr, env } = context;
  const line = new ProgressLine('redrive', stderr, env);
  const say = (text: string): void => {
    line.end();
    stderr.write(`redrive: ${text}\n`);
  };
  const stop = new AbortController();
  void context.stopAsked().then(() => stop.abort());
  const request = {
    name: options.stream,
    options: stream,
    from,
    codes: options.code === undefined ? undefined : new Set(options.code),
    limit: options.limit ?? Number.POSITIVE_INFINITY,
    isDryRun: options.dryRun === true,
  };
  const told = {
    cannot: (where: string, why: string) => say(`${where}: ${why}`),
    troubled: (message: string) => say(`tried again: ${message}`),
    progress: (counts: Parameters<typeof progressText>[0]) => line.show(Number.NaN, () => progressText(counts)),
  };
  try {
    return await work(request, told, stop.signal);
  } catch (error) {
    throw error instanceof StreamError ? new CommandFailure('redrive', error) : error;
  } finally {
    line.end();
  }
}

/** A code that no dead letter has would pass all of them over, and look like success. @throws {BadUsage} */
function checkCodes(codes: readonly string[], known: ReadonlySet<string>): void {
  const wrong = codes.find((code) => !known.has(code));
  if (wrong === undefined) return;
  throw new BadUsage(
    `--code: expected a code of docs/errors.md or docs/streams.md; found ${JSON.stringify(wrong)}${suggestion(wrong, [...known])}`,
  );
}

/** `--code A B`, `--code A --code B` and `--code A,B` are one. */
function codes(text: string, before: readonly string[] = []): readonly string[] {
  const more = text.split(',').map((code) => code.trim());
  if (more.some((code) => !/^[A-Z_]+$/.test(code))) throw new InvalidArgumentError('Expected a code such as MODEL_FAILED.');
  return [...before, ...more];
}
