import { Command, Option } from 'commander';
import { type OpenedEndpoint, prepareProbe, showPlan, showProbe } from '../proving/index.ts';
import { CommandFailure } from './command-failure.ts';
import type { CliContext } from './context.ts';
import { withInputFile } from './input-file.ts';
import { wholeNumber } from './number-option.ts';
import { type EndpointChoice, endpointOption, ofFile, withEndpoint } from './opened-endpoint.ts';
import { addPayloadOptions, headersOf, type PayloadOptions } from './payload-options.ts';
import { configOption } from './read-config.ts';
import { addToleranceOptions, type ToleranceOptions, toleranceIn } from './tolerance-options.ts';

interface ProbeOptions extends EndpointChoice, PayloadOptions, ToleranceOptions {
  readonly input?: string;
  readonly repeats: number;
  readonly json?: true;
  readonly dryRun?: true;
}

/** `tidegate probe`: whether the configured codec fits the endpoint. */
export function probeCommand(context: CliContext): Command {
  const command = new Command('probe')
    .description('call an endpoint with one request, a list of one and a list of two, and say whether its codec fits')
    .addOption(endpointOption())
    .addOption(configOption())
    .option('--input <file>', 'a request body a line, tried instead of the samples of the codec');
  return addToleranceOptions(addPayloadOptions(command))
    .addOption(new Option('--repeats <n>', 'calls a size for the latency; 0: none').argParser(wholeNumber(0, 100)).default(3))
    .option('--json', 'the report as one JSON object')
    .option('--dry-run', 'only say what would be sent')
    .action((options: ProbeOptions) => withEndpoint(options, context, (endpoint) => probe(endpoint, options, context)));
}

async function probe(endpoint: OpenedEndpoint, options: ProbeOptions, { stdout, stderr }: CliContext): Promise<void> {
  const prepared = await prepare(endpoint, options);
  stderr.write(showPlan(prepared.plan));
  if (options.dryRun) return;
  const report = await prepared.run();
  stdout.write(options.json ? `${JSON.stringify(report)}\n` : showProbe(report));
  if (report.verdict === 'does-not-fit') throw new CommandFailure(`${report.codec} does not fit ${report.endpoint}`, report.why);
  if (report.verdict === 'cannot-be-batched' && endpoint.codec.isBatchable)
    throw new CommandFailure(`${report.codec} does not put these requests together`, report.why);
  if (report.verdict === 'cannot-be-called') throw new CommandFailure(`${report.endpoint} cannot be called`, report.why);
}

async function prepare(endpoint: OpenedEndpoint, options: ProbeOptions): ReturnType<typeof prepareProbe> {
  const { input: path, repeats } = options;
  const request = { headers: headersOf(options), tolerance: toleranceIn(options), repeats };
  if (path === undefined) return ofFile('--input', prepareProbe(endpoint, request));
  return withInputFile(path, ({ chunks }) => ofFile(path, prepareProbe(endpoint, { ...request, input: chunks })));
}
