import { jsonValue, type Part } from '../../../kernel/json/json-parts.ts';
import type { Filter } from './filter.ts';
import { parseJsonPath, type Step } from './json-path.ts';
import { findMembers, type Select, selectOf } from './json-select.ts';

/** The text of what is selected at a value; undefined where that is nothing. */
type Leaf = (text: Buffer, value: Part) => Buffer | undefined;

interface CompiledStep {
  readonly select: Select;
  /** Whether it leads to any number of values: from there on, what is selected is a list. */
  readonly isPlural: boolean;
}

/**
 * A filter of JSON records (see `parseJsonPath` for the paths), as Jayway's JsonPath evaluates them, which SageMaker refers to:
 *
 * - One name or one index selects a value. Where it is not there, or the value is no object or array, nothing is selected.
 * - Several names at the end of a path select an object of these members, keys as they are written, in the order of the path;
 *   names that are not there are left out.
 * - Several indexes, a slice, `*`, or several names with a step behind them select an array. Steps behind them go on from each of
 *   its values; where one does not fit, that value is left out.
 * - Each of several indexes has to be there. A slice is cut to what is there, and may be empty.
 *
 * Whitespace between the selected values is not theirs, and is left out; all bytes of a value stay.
 * Takes time linear in the record for each step, which are 31 at most.
 * @throws {ParseError} for a path that is not of the subset
 */
export function jsonFilter(path: string): Filter {
  const steps = parseJsonPath(path);
  if (steps.length === 0) return { path, apply: (record) => record };
  const last = steps.at(-1);
  const pairs = last?.kind === 'names' && last.names.length > 1 ? last.names : undefined;
  const inner = (pairs === undefined ? steps : steps.slice(0, -1)).map(compiled);
  const leaf = pairs === undefined ? rawText : objectOf(pairs);
  return { path, apply: (record) => apply(record, inner, leaf) };
}

function compiled(step: Step): CompiledStep {
  const isSingle = (step.kind === 'names' && step.names.length === 1) || (step.kind === 'indices' && step.indices.length === 1);
  return { select: selectOf(step), isPlural: !isSingle };
}

function apply(record: Buffer, steps: readonly CompiledStep[], leaf: Leaf): Buffer | undefined {
  const root = jsonValue(record);
  if (root === undefined) return undefined;
  let values: readonly Part[] = [root];
  let isList = false;
  for (const { select, isPlural } of steps) {
    const next = values.map((value) => select(record, value));
    if (!isList && next[0] === undefined) return undefined;
    values = next.flatMap((found) => found ?? []);
    isList ||= isPlural;
  }
  const texts = values.map((value) => leaf(record, value));
  return isList
    ? enclosed(
        '[',
        texts.filter((text) => text !== undefined),
        ']',
      )
    : texts[0];
}

function rawText(text: Buffer, { start, end }: Part): Buffer {
  return text.subarray(start, end);
}

function objectOf(names: readonly string[]): Leaf {
  const find = findMembers(names);
  return (text, value) => {
    const pairs = find(text, value)?.map((member) =>
      Buffer.concat([rawText(text, member.key), Buffer.from(':'), rawText(text, member.value)]),
    );
    return pairs && enclosed('{', pairs, '}');
  };
}

function enclosed(open: string, texts: readonly Buffer[], close: string): Buffer {
  const comma = Buffer.from(',');
  const listed = texts.flatMap((text, index) => (index === 0 ? [text] : [comma, text]));
  return Buffer.concat([Buffer.from(open), ...listed, Buffer.from(close)]);
}
