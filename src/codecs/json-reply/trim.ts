import { scan } from '../../kernel/json/scan.ts';
import type { Span } from '../../kernel/json/span.ts';
import type { JsonFrame } from './frame.ts';

/** Cuts the rows of a padded column to the length that the caller's own rows would have been padded to. */
export function trimmed(columns: readonly (readonly Buffer[])[], { lists, rules }: JsonFrame): readonly (readonly Buffer[])[] {
  const padded = lists.findIndex(({ name }) => name === rules.trim?.column);
  const by = lists.findIndex(({ name }) => name === rules.trim?.by);
  const longest = Math.max(0, ...(columns[by] ?? []).map((row) => elementsOf(row).length));
  if (padded < 0 || by < 0) return columns;
  return columns.map((rows, column) => (column === padded ? rows.map((row) => cut(row, longest)) : rows));
}

function cut(row: Buffer, length: number): Buffer {
  const elements = elementsOf(row);
  const last = elements[length - 1];
  const end = elements.at(-1)?.end;
  if (elements.length <= length || last === undefined || end === undefined) return row;
  return Buffer.concat([row.subarray(0, last.end), row.subarray(end)]);
}

function elementsOf(row: Buffer): readonly Span[] {
  const found = scan(row);
  return found.kind === 'found' ? (found.value.elements ?? []) : [];
}
