import { InvalidArgumentError, Option } from 'commander';
import { METRIC_NAMES, type MetricName, SCHEME_NAMES, type SchemeName } from '../evaluation/index.ts';
import { pointerPath } from '../kernel/json-pointer.ts';
import { wholeNumber } from './number-option.ts';

/** What `tidegate evaluate` is told, of what is compared and how; whom it asks is in `AskOptions`. */
export interface CompareOptions {
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

/** In the order in which help lists them. */
export function compareOptions(): readonly Option[] {
  return [
    new Option('--predictions <file...>', 'what systems said, a record a line; several are compared with the first'),
    new Option(
      '--references <file>',
      'what they should have said, a record a line; with --endpoint, also what is asked',
    ).makeOptionMandatory(),
    new Option('--metric <name...>', METRIC_NAMES.join(', ')).argParser(metrics).makeOptionMandatory(),
    new Option('--id <pointer>', 'of records that belong together; where there are none, lines do')
      .argParser(pointer)
      .default('/id'),
    new Option('--prediction <pointer>', 'where predictions are; by default where the contracts have them').argParser(pointer),
    new Option('--reference <pointer>', 'where references are; a list is of several that will do, or of tags').argParser(pointer),
    new Option('--map <json>', 'names of predicted labels: {"LABEL_1":"positive"}, or a list for 0, 1, …').argParser(names),
    new Option('--stemmer', 'rouge: words count by their stems'),
    new Option('--labels <list>', 'f1: only these classes, with commas between them, or a JSON list').argParser(list),
    new Option('--strict <scheme>', 'seqeval: only what this scheme has for an entity').choices(SCHEME_NAMES),
    new Option('--squad-version <v>', '2.0: questions may have no answer').choices(['1.1', '2.0']).default('1.1'),
    new Option('--confidence <share>', 'of the intervals').argParser(share).default(0.95),
    new Option('--samples <n>', 'drawn for the intervals').argParser(wholeNumber(1, 1_000_000)).default(1000),
    new Option('--seed <n>', 'of the draws').argParser(wholeNumber(0, 2 ** 32 - 1)).default(1),
  ];
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

function pointer(text: string): string {
  try {
    pointerPath(text);
    return text;
  } catch {
    throw new InvalidArgumentError('Expected a JSON Pointer such as /answer/0, or "" for all of a record.');
  }
}

function list(text: string): readonly string[] {
  const parts: unknown = text.startsWith('[') ? json(text) : text.split(',').map((part) => part.trim());
  if (Array.isArray(parts) && areTexts(parts) && !parts.includes('')) return parts;
  throw new InvalidArgumentError('Expected names such as good,bad, or ["good","bad"].');
}

function names(text: string): Readonly<Record<string, string>> {
  const value = json(text);
  if (typeof value === 'object' && value !== null && areTexts(Object.values(value))) return { ...value };
  throw new InvalidArgumentError('Expected a JSON object of texts, such as {"LABEL_1":"positive"}, or a list of them.');
}

function areTexts(values: readonly unknown[]): values is readonly string[] {
  return values.every((value) => typeof value === 'string');
}

/** Undefined for what is not JSON. */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function share(text: string): number {
  const value = Number(text);
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError('Expected a number between 0 and 1, such as 0.95.');
}
