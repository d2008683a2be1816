import { Command, InvalidArgumentError, Option } from 'commander';
import type { TransformProgress, TransformReport, TransformRequest } from '../gateway/transform/index.ts';
import { BadUsage } from './bad-usage.ts';
import { CommandFailure } from './command-failure.ts';
import type { CliContext } from './context.ts';
import { trace } from './exit-code.ts';
import { named } from './named.ts';
import { wholeNumber } from './number-option.ts';
import { endpointOption } from './opened-endpoint.ts';
import { ProgressLine } from './progress-line.ts';
import { configOption, readConfig } from './read-config.ts';
import { progressText, showTransform, whyNot } from './show-transform.ts';
import { textOf } from './text-option.ts';

interface TransformOptions {
  readonly endpoint: string;
  readonly config?: string;
  readonly input: readonly string[];
  readonly output: string;
  readonly errors?: string;
  readonly stagingDir?: string;
  readonly contentType?: string;
  readonly accept?: string;
  readonly splitType: 'Line' | 'None';
  readonly assembleWith: 'Line' | 'None';
  readonly batchStrategy: 'MultiRecord' | 'SingleRecord';
  readonly maxPayload?: number;
  readonly maxConcurrentTransforms?: number;
  readonly inputFilter?: string;
  readonly outputFilter?: string;
  readonly joinSource: 'None' | 'Input';
  readonly template?: string;
  readonly bodyText?: string;
  readonly hyperParams?: string;
  readonly idField?: string;
  readonly header: 'none' | 'skip' | 'repeat';
  readonly onFailure: 'omit' | 'null';
  readonly invocationsMaxRetries: number;
  readonly invocationsTimeoutSeconds?: number;
  readonly giveUpAfterSeconds: number;
  readonly restart?: true;
  readonly json?: true;
}

/** `tidegate transform`: files through an endpoint, as batch transform does it without the job. */
export function transformCommand(context: CliContext): Command {
  return new Command('transform')
    .description('send every record of files through an endpoint in batches; run again after a stop, it goes on where it was')
    .addOption(endpointOption())
    .requiredOption(
      '--input <path...>',
      'files and folders of records, s3://bucket/key and s3://bucket/prefix/, packed with gzip or not; - for standard input',
    )
    .requiredOption(
      '--output <path>',
      'a file; for several inputs a folder, of <name>.out; or s3://bucket/key and s3://bucket/prefix/; - for standard output',
    )
    .option('--errors <file>', 'where failed records go; by default the name of the output and .errors.jsonl')
    .option('--staging-dir <folder>', 'where an output for S3 grows until it is uploaded; by default among the temporary files')
    .addOption(configOption())
    .option('--content-type <type>', 'of the requests; by default text/csv for .csv, else application/json')
    .option('--accept <type>', 'asked of the model')
    .addOption(oneOf('--split-type <type>', 'a record a line, or a file', ['Line', 'None']))
    .addOption(oneOf('--assemble-with <type>', 'what goes behind each answer', ['Line', 'None']))
    .addOption(oneOf('--batch-strategy <strategy>', 'whether records share calls', ['MultiRecord', 'SingleRecord']))
    .addOption(new Option('--max-payload <MB>', 'of a record and of a call').argParser(megabytes))
    .addOption(new Option('--max-concurrent-transforms <n>', 'calls at once; learned by default').argParser(wholeNumber(1, 1024)))
    .option('--input-filter <path>', 'what of a record goes to the model, such as $.features')
    .option('--output-filter <path>', "what of an answer is written, such as $['id','SageMakerOutput']")
    .addOption(oneOf('--join-source <source>', 'what answers are joined with', ['None', 'Input']))
    .option('--template <json>', 'a request body in which {"$": "/pointer"} stands for a part of the record; @file reads one')
    .option('--body-text <pointer>', 'where a record has the text that is its request body, such as /text')
    .option('--hyper-params <json>', 'instead of those of the records; by default those of HYPER_PARAMS, if it is set')
    .option('--id-field <name>', 'a member of records that the model does not see and the output begins with')
    .addOption(
      oneOf('--header <use>', 'what the first line is: a record, left out, or sent before each', ['none', 'skip', 'repeat']),
    )
    .addOption(oneOf('--on-failure <what>', 'what stands in the output for a failed record', ['omit', 'null']))
    .addOption(new Option('--invocations-max-retries <n>', 'of a record').argParser(wholeNumber(0, 100)).default(3))
    .addOption(new Option('--invocations-timeout-seconds <s>', 'of a call').argParser(wholeNumber(1, 3600)))
    .addOption(new Option('--give-up-after-seconds <s>', 'without any answer').argParser(wholeNumber(1)).default(300))
    .option('--restart', 'begin anew; what the output holds is thrown away')
    .option('--json', 'the report as one JSON object')
    .action((options: TransformOptions) => run(options, context));
}

async function run(options: TransformOptions, context: CliContext): Promise<void> {
  if (options.output === '-' && options.json) throw new BadUsage('--json: expected an --output that is a file');
  const { endpoints } = await readConfig(options.config, context);
  const config = named('--endpoint', endpoints, options.endpoint);
  const request = await requestOf(options, config, context);
  const report = await withProgress(request, context);
  const text = options.json ? `${JSON.stringify(report)}\n` : showTransform(report);
  (options.output === '-' ? context.stderr : context.stdout).write(text);
  const why = whyNot(report);
  if (why !== undefined) throw new CommandFailure('transform', why);
}

async function withProgress(request: TransformRequest, context: CliContext): Promise<TransformReport> {
  const { transform, TransformRefused, GaveUp } = await import('../gateway/transform/index.ts');
  const { stderr, env } = context;
  const line = new ProgressLine('transform', stderr, env);
  const say = (text: string): void => {
    line.end();
    stderr.write(`transform: ${text}\n`);
  };
  const stop = new AbortController();
  void context.stopAsked().then(() => {
    say('stopping when what was sent is answered, in 30 s at most; once more stops at once');
    stop.abort();
  });
  let trouble: string | undefined;
  const told = {
    progress: (now: TransformProgress) => {
      if (now.trouble !== undefined && now.trouble !== trouble && !stop.signal.aborted) say(`waits: ${now.trouble}`);
      trouble = now.trouble;
      line.show(now.doneBytes / (now.inputBytes ?? Number.NaN), () => progressText(now));
    },
    fault: (thrown: unknown) => say(`internal fault: ${trace(thrown)}`),
  };
  try {
    return await transform(request, told, stop.signal);
  } catch (error) {
    if (error instanceof TransformRefused) throw new BadUsage(error.message);
    if (error instanceof GaveUp || isOfSystem(error))
      throw new CommandFailure(
        goesOn(request) ? 'transform stopped, and goes on when it is run again' : 'transform stopped',
        error,
      );
    throw error;
  } finally {
    line.end();
  }
}

/** Whether another run can: what went into a pipe, or came out of one, has gone. */
function goesOn({ inputs, output, records }: TransformRequest): boolean {
  return output !== '-' && !inputs.includes('-') && records.assembleWith === 'Line';
}

async function requestOf(
  options: TransformOptions,
  config: TransformRequest['config'],
  { env }: CliContext,
): Promise<TransformRequest> {
  const { endpoint, input, output, errors, stagingDir: stagingFolder, restart, ...rest } = options;
  const { contentType, accept, splitType, assembleWith, inputFilter, outputFilter, joinSource, idField, header, onFailure } =
    rest;
  const template = await textOf('--template', rest.template);
  const hyperParams = rest.hyperParams ?? (env['HYPER_PARAMS'] || undefined);
  const { maxPayload, invocationsTimeoutSeconds: timeout } = rest;
  return {
    endpoint,
    config,
    inputs: input,
    output,
    errors,
    stagingFolder,
    restarts: restart === true,
    records: {
      contentType,
      accept,
      splitType,
      assembleWith,
      inputFilter,
      outputFilter,
      joinSource,
      template,
      bodyText: rest.bodyText,
      hyperParams,
      idField,
      header,
      onFailure,
    },
    calls: {
      maxPayloadBytes: maxPayload === undefined ? undefined : maxPayload * 1024 * 1024,
      maxConcurrentTransforms: rest.maxConcurrentTransforms,
      batchStrategy: rest.batchStrategy,
      maxRetries: rest.invocationsMaxRetries,
      timeoutMs: timeout === undefined ? undefined : timeout * 1000,
      giveUpAfterMs: rest.giveUpAfterSeconds * 1000,
    },
  };
}

function oneOf(flags: string, description: string, choices: readonly [string, ...string[]]): Option {
  return new Option(flags, description).choices(choices).default(choices[0]);
}

/** SageMaker's bounds; its 0, a body without end, has no meaning where records are joined. */
function megabytes(text: string): number {
  const value = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 1 && value <= 100) return value;
  throw new InvalidArgumentError('Expected an integer from 1 to 100.');
}

/** The disk is full, a file has gone, what was packed is cut short: nothing that a stack explains. */
function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
