import { ParseError, TextCursor } from '../../../kernel/text-cursor.ts';

/** Of SageMaker's API: longer filters are refused there. */
export const LONGEST_PATH = 63;

/** One step of a path, from a value to some of its parts. */
export type Step =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'indices'; readonly indices: readonly number[] }
  /** As in JavaScript's slice: `end` is the first element that is not taken; either may be undefined. */
  | { readonly kind: 'slice'; readonly start: number | undefined; readonly end: number | undefined }
  | { readonly kind: 'all' };

const DOTTED_NAME = /[^\s.[\]'",:*()?@]+/uy;
const QUOTED_NAME = /'((?:[^'\\]|\\['\\])*)'/uy;
const INTEGER = /-?\d+/y;
const SPACES = / */y;

/**
 * Reads the JSONPath subset of SageMaker's DataProcessing (InputFilter, OutputFilter): `$`, `.name`, `['name']`, `['a','b']`,
 * `[0]`, `[0,-1]`, `[1:]`, `[:5]`, `[2:5]`, `.*` and `[*]`, as often as it fits into 63 characters. Spaces may stand inside
 * brackets and a dot before them.
 *
 * Wider than SageMaker's in one thing: names may have any characters (there an underscore is refused).
 *
 * The end of a slice is exclusive. AWS says both: its table of operators describes JavaScript's `slice()` and refers to
 * https://github.com/json-path/JsonPath, where it is exclusive, while the text of an example on the same page calls `[1:4]`
 * "the second through fifth columns". All other readings of JSONPath (RFC 9535 too), and filters that are in use
 * (AutoGluon's `$[:14]` takes 14 columns, to drop the 15th), are exclusive.
 *
 * Source: https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html
 * @returns the steps from the root; none for `$`
 * @throws {ParseError} with the column, for what is not in the subset
 */
export function parseJsonPath(path: string): readonly Step[] {
  const length = [...path].length;
  if (length > LONGEST_PATH) throw new ParseError(`at most ${LONGEST_PATH} characters`, `${length}`, LONGEST_PATH + 1);
  const cursor = new TextCursor(path);
  cursor.need('$', '"$"');
  const steps: Step[] = [];
  while (!cursor.isAtEnd) steps.push(readStep(cursor));
  return steps;
}

function readStep(cursor: TextCursor): Step {
  const isDotted = cursor.takes('.');
  if (cursor.takes('[')) return readBrackets(cursor);
  if (!isDotted) return cursor.fail('".", "[" or the end');
  if (cursor.takes('*')) return { kind: 'all' };
  const name = cursor.match(DOTTED_NAME);
  return name === undefined ? cursor.fail('a name, "*" or "["') : { kind: 'names', names: [name] };
}

function readBrackets(cursor: TextCursor): Step {
  cursor.match(SPACES);
  const step = readSelection(cursor);
  cursor.match(SPACES);
  cursor.need(']', step.kind === 'slice' ? '"]", as a slice stands alone and has no step' : '"]"');
  return step;
}

function readSelection(cursor: TextCursor): Step {
  if (cursor.takes('*')) return { kind: 'all' };
  if (cursor.next === "'") return { kind: 'names', names: readNames(cursor) };
  const first = readInteger(cursor);
  cursor.match(SPACES);
  if (cursor.takes(':')) {
    cursor.match(SPACES);
    return { kind: 'slice', start: first, end: readInteger(cursor) };
  }
  if (first === undefined) return cursor.fail('a name in single quotes (\'), an index, a slice or "*"');
  return { kind: 'indices', indices: readIndices(cursor, first) };
}

function readNames(cursor: TextCursor): readonly string[] {
  const names: string[] = [];
  do {
    cursor.match(SPACES);
    const { at } = cursor;
    const quoted = cursor.match(QUOTED_NAME) ?? cursor.fail("a name in single quotes (')");
    const name = quoted.slice(1, -1).replaceAll(/\\(['\\])/g, '$1');
    // Two members of one name would be an object that readers read differently.
    if (names.includes(name)) cursor.fail('a name that is not in the list yet', at);
    names.push(name);
    cursor.match(SPACES);
  } while (cursor.takes(','));
  return names;
}

function readIndices(cursor: TextCursor, first: number): readonly number[] {
  const indices = [first];
  while (cursor.takes(',')) {
    cursor.match(SPACES);
    indices.push(readInteger(cursor) ?? cursor.fail('an index'));
    cursor.match(SPACES);
  }
  return indices;
}

function readInteger(cursor: TextCursor): number | undefined {
  const digits = cursor.match(INTEGER);
  // Adding 0 makes 0 of -0.
  return digits === undefined ? undefined : Number(digits) + 0;
}
