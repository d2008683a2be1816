import { isSpace } from '../../kernel/json/characters.ts';
import { scan } from '../../kernel/json/scan.ts';
import { parseTree } from '../../kernel/json/tree.ts';
import type { Alone } from '../extraction.ts';
import { neverShared } from '../never-shared.ts';

/** What else must be equal for rows to share a call; or why these go alone, or are refused. */
export type KindOfRows = (rows: readonly Buffer[]) => string | Alone | { readonly invalid: string };

const QUOTE = 0x22;
const DELIMITERS = [',', '\t', ';', ' ', ':'];

/**
 * Rows of numbers: by their delimiter and number of columns. A container guesses the delimiter from the first row of its call
 * (csv.Sniffer, by this order of preference), so rows with another one would be read wrongly beside it.
 */
export const numberRows: KindOfRows = (rows) => {
  if (rows.some((row) => row.includes(QUOTE))) return { alone: 'rows with quotes' };
  // Containers strip a whole body of it, so a row's own depends on where in the call the row stands.
  if (rows.some((row) => isSpace(row[0]) || isSpace(row.at(-1)))) return { alone: 'rows with white space around them' };
  const kinds = new Set(rows.map(kindOfRow));
  const [kind] = kinds;
  return kinds.size === 1 && kind !== undefined ? kind : { alone: 'rows with different columns' };
};

function kindOfRow(row: Buffer): string {
  const text = row.toString('latin1');
  const delimiter = DELIMITERS.find((candidate) => text.includes(candidate));
  return delimiter === undefined ? '1' : `${text.split(delimiter).length}${delimiter}`;
}

/** JSON lines: each is validated, and none may count for a whole call. */
export const jsonLines: KindOfRows = (rows) => {
  for (const [index, row] of rows.entries()) {
    const found = scan(row);
    if (found.kind === 'invalid') return { invalid: `Line ${index + 1}: ${found.message}` };
    if (found.kind === 'opaque') return { alone: found.reason };
    if (!MAY_BE_STATEFUL.test(row.toString('latin1'))) continue;
    const reason = neverShared(parseTree(row));
    if (reason !== undefined) return { alone: reason };
  }
  return '';
};

/** A key may be spelled with escapes, so any backslash makes a line worth reading. */
const MAY_BE_STATEFUL = /seed|stream|_id"|\\/;
