import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  chooseMetric,
  type DataRecord,
  type Evaluation,
  EvaluationError,
  evaluate,
  guessedPlace,
  type Joined,
  join,
  METRIC_NAMES,
  type MetricName,
  PREDICTIONS,
  REFERENCES,
  RecordError,
  readRecords,
  SCHEME_NAMES,
  type SchemeName,
  showText,
  toHtml,
  toJson,
  type ValueFile,
  valuesAt,
} from '../evaluation/index.ts';
import { BadUsage } from './bad-usage.ts';
import { CommandFailure } from './command-failure.ts';
import type { CliContext } from './context.ts';
import { type AskOptions, askEndpoints } from './evaluate-endpoints.ts';
import { withInputFile } from './input-file.ts';
import { wholeNumber } from './number-option.ts';
import { configOption } from './read-config.ts';

export interface EvaluateOptions extends AskOptions {
  readonly predictions?: readonly string[];
  readonly references: string;
  readonly metric: readonly MetricName[];
  readonly id: string;
  readonly prediction?: string;
  readonly reference?: string;
  readonly map?: Readonly<Record<string, string>>;
  readonly stemmer?: true;
  readonly labels?: readonly string[];
  readonly strict?: SchemeName;
  readonly squadVersion: '1.1' | '2.0';
  readonly confidence: number;
  readonly samples: number;
  readonly seed: number;
  readonly json?: string;
  readonly html?: string;
}

/** `tidegate evaluate`: how good answers are, from files or asked of endpoints, one system or several side by side. */
export function evaluateCommand(context: CliContext): Command {
  return new Command('evaluate')
    .description('compare predictions with references: by id from files, or asked of endpoints')
    .option('--predictions <file...>', 'what systems said, a record a line; several are compared with the first')
    .requiredOption('--references <file>', 'what they should have said, a record a line; with --endpoint, also what is asked')
    .addOption(new Option('--metric <name...>', METRIC_NAMES.join(', ')).argParser(metrics).makeOptionMandatory())
    .option('--id <pointer>', 'of records that belong together; without ids, lines do', '/id')
    .option('--prediction <pointer>', 'where a prediction is; by default where the contracts have it')
    .option('--reference <pointer>', 'where a reference is; a list is several of which any will do, or tags')
    .addOption(new Option('--map <json>', 'other names of predicted labels: {"LABEL_1":"positive"}').argParser(names))
    .option('--stemmer', 'rouge: words count by their stems')
    .addOption(new Option('--labels <list>', 'f1: only these classes, with commas between them').argParser(list))
    .addOption(new Option('--strict <scheme>', 'seqeval: only what this scheme has for an entity').choices(SCHEME_NAMES))
    .addOption(new Option('--squad-version <v>', '2.0: questions may have no answer').choices(['1.1', '2.0']).default('1.1'))
    .addOption(new Option('--confidence <share>', 'of the intervals').argParser(share).default(0.95))
    .addOption(new Option('--samples <n>', 'drawn for the intervals').argParser(wholeNumber(1, 1_000_000)).default(1000))
    .addOption(new Option('--seed <n>', 'of the draws').argParser(wholeNumber(0, 2 ** 32 - 1)).default(1))
    .option('--endpoint <name...>', 'ask these endpoints instead of reading --predictions')
    .option('--compare-unbatched', 'ask the one endpoint twice, the second time a record a call')
    .option('--template <json>', 'the request of a record, as in transform; @file reads one')
    .option('--body-text <pointer>', 'where a record has the text that is its request body, as in transform')
    .option('--input-filter <path>', 'what of a record is sent, as in transform')
    .option('--content-type <type>', 'of the requests', 'application/json')
    .option('--accept <type>', 'asked of the model')
    .addOption(configOption())
    .option('--json <file>', 'write the figures as JSON; - writes them instead of the table')
    .option('--html <file>', 'write a page with figures, classes and the worst items')
    .action((options: EvaluateOptions) => run(options, context));
}

async function run(options: EvaluateOptions, context: CliContext): Promise<void> {
  try {
    const { systems, joined } = await joinedFrom(options, context);
    if (joined.ids.length === 0) throw new RecordError('no reference has a prediction: are the ids those of the same items?');
    const { stemmer = false, labels, strict, squadVersion, confidence, samples, seed } = options;
    const chosen = options.metric.map((name) => chooseMetric(name, { stemmer, labels, strict, squadVersion }));
    const evaluation = evaluate(systems, mapped(joined, options.map), chosen, { confidence, samples, seed });
    await write(evaluation, options, context);
  } catch (error) {
    if (error instanceof RecordError) throw new BadUsage(error.message);
    throw error instanceof EvaluationError ? new CommandFailure('evaluate', error) : error;
  }
}

interface Systems {
  readonly systems: readonly string[];
  readonly joined: Joined;
}

async function joinedFrom(options: EvaluateOptions, context: CliContext): Promise<Systems> {
  const { predictions, endpoint, references } = options;
  if ((predictions === undefined) === (endpoint === undefined))
    throw new BadUsage('expected --predictions with one file or more, or --endpoint with one name or more');
  const asked = await recordsOf(references);
  const expected = valueFile(references, asked, options.reference, REFERENCES, '--reference', context);
  if (endpoint !== undefined) return askEndpoints(endpoint, expected, options, context);
  const files = await Promise.all((predictions ?? []).map(async (name) => ({ name, records: await recordsOf(name) })));
  const said = files.map(({ name, records }) =>
    valueFile(name, records, options.prediction, PREDICTIONS, '--prediction', context),
  );
  return { systems: distinct(files.map(({ name }) => name)), joined: join(expected, said, options.id) };
}

function recordsOf(file: string): Promise<readonly DataRecord[]> {
  return withInputFile(file, ({ path: name, chunks }) => readRecords(name, chunks));
}

function valueFile(
  name: string,
  records: readonly DataRecord[],
  pointer: string | undefined,
  places: readonly string[],
  option: string,
  { stderr }: CliContext,
): ValueFile {
  const place = pointer ?? guessedPlace(name, records, places, option);
  if (pointer === undefined) stderr.write(`evaluate: ${name}: ${option} "${place}"\n`);
  return { name, records, values: valuesAt(name, records, place) };
}

/** Base names, where these tell the files apart. */
function distinct(files: readonly string[]): readonly string[] {
  const bases = files.map((file) => path.basename(file));
  return new Set(bases).size === bases.length ? bases : files;
}

function mapped(joined: Joined, map: Readonly<Record<string, string>> | undefined): Joined {
  if (map === undefined) return joined;
  const other = (text: string): string => (Object.hasOwn(map, text) ? (map[text] ?? text) : text);
  const predictions = joined.predictions.map((values) =>
    values.map((value) => (typeof value === 'string' ? other(value) : value.map(other))),
  );
  return { ...joined, predictions };
}

async function write(evaluation: Evaluation, { json, html }: EvaluateOptions, { stdout }: CliContext): Promise<void> {
  const data = `${JSON.stringify(toJson(evaluation), undefined, 2)}\n`;
  stdout.write(json === '-' ? data : showText(evaluation));
  if (json !== undefined && json !== '-') await writeTo(json, data);
  if (html !== undefined) await writeTo(html, toHtml(evaluation));
}

async function writeTo(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: unknown) => {
    throw new CommandFailure(`could not write ${file}`, error);
  });
}

/** `--metric A B`, `--metric A --metric B` and `--metric A,B` are one. */
function metrics(text: string, before: readonly MetricName[] = []): readonly MetricName[] {
  const more = text.split(',').map((part) => {
    const name = METRIC_NAMES.find((each) => each === part.trim());
    if (name === undefined) throw new InvalidArgumentError(`Expected one of ${METRIC_NAMES.join(', ')}.`);
    return name;
  });
  return [...new Set([...before, ...more])];
}

function list(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim());
}

function names(text: string): Readonly<Record<string, string>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && Object.values(value).every((name) => typeof name === 'string'))
      return { ...value };
  } catch {
    // Said below.
  }
  throw new InvalidArgumentError('Expected a JSON object of texts, such as {"LABEL_1":"positive"}.');
}

function share(text: string): number {
  const value = Number(text);
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError('Expected a number between 0 and 1, such as 0.95.');
}
