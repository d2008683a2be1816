import { Command, Option } from 'commander';
import { type OpenedEndpoint, showVerify, type VerifyProgress, type VerifyReport, verify } from '../proving/index.ts';
import { CommandFailure } from './command-failure.ts';
import type { CliContext } from './context.ts';
import { type InputFile, withInputFile } from './input-file.ts';
import { wholeNumber, wholeNumbers } from './number-option.ts';
import { type EndpointChoice, endpointOption, ofFile, withEndpoint } from './opened-endpoint.ts';
import { checkWritable, writeOutput } from './output-file.ts';
import { addPayloadOptions, headersOf, type PayloadOptions } from './payload-options.ts';
import { ProgressLine } from './progress-line.ts';
import { configOption } from './read-config.ts';
import { addToleranceOptions, type ToleranceOptions, toleranceIn } from './tolerance-options.ts';

interface VerifyOptions extends EndpointChoice, PayloadOptions, ToleranceOptions {
  readonly input: string;
  readonly sizes: readonly number[];
  readonly concurrency: number;
  readonly report?: string;
}

/** `tidegate verify`: whether batched answers are those got alone. */
export function verifyCommand(context: CliContext): Command {
  const command = new Command('verify')
    .description('send every record of a file alone and in batches, and report answers that are not equal')
    .addOption(endpointOption())
    .requiredOption('--input <file>', 'a request body a line')
    .addOption(configOption());
  return addToleranceOptions(addPayloadOptions(command))
    .addOption(new Option('--sizes <list>', 'items in a batch').argParser(wholeNumbers(2)).default([2, 8, 32], '2,8,32'))
    .addOption(new Option('--concurrency <n>', 'calls at once').argParser(wholeNumber(1, 1024)).default(1))
    .option('--report <file>', 'write the report as JSON')
    .action((options: VerifyOptions) =>
      withEndpoint(options, context, (endpoint) =>
        withInputFile(options.input, (file) => verifyFile(endpoint, file, options, context)),
      ),
    );
}

async function verifyFile(endpoint: OpenedEndpoint, file: InputFile, options: VerifyOptions, context: CliContext): Promise<void> {
  if (options.report !== undefined) await checkWritable('--report', options.report);
  const report = await withProgress(endpoint, file, options, context);
  context.stdout.write(showVerify(report));
  if (options.report !== undefined) await writeOutput(options.report, `${JSON.stringify(report, undefined, 2)}\n`);
  if (!report.passed) throw new CommandFailure('verify', whyNot(report));
}

function whyNot({ summary }: VerifyReport): string {
  return summary.batched === 0 ? 'nothing was compared' : 'not every answer is the same alone and batched';
}

async function withProgress(
  endpoint: OpenedEndpoint,
  { path, bytes, chunks }: InputFile,
  options: VerifyOptions,
  { env, stderr }: CliContext,
): Promise<VerifyReport> {
  const line = new ProgressLine('verify', stderr, env);
  const onProgress = (progress: VerifyProgress): void => line.show(progress.readBytes / bytes, () => progressText(progress));
  const { sizes, concurrency } = options;
  const request = { input: chunks, headers: headersOf(options), tolerance: toleranceIn(options), sizes, concurrency, onProgress };
  try {
    return await ofFile(path, verify(endpoint, request));
  } finally {
    line.end();
  }
}

function progressText({ records, calls, differences }: VerifyProgress): string {
  return `${records} records, ${calls} calls, ${differences} differences`;
}
