import { strip } from '../../../kernel/strip.ts';
import type { KindOfRows } from '../../rows/kinds.ts';

/** What pandas reads as a missing value. */
const MISSING = new Set(
  [
    '',
    '#N/A',
    '#N/A N/A',
    '#NA',
    '-1.#IND',
    '-1.#QNAN',
    '-NaN',
    '-nan',
    '1.#IND',
    '1.#QNAN',
    '<NA>',
    'N/A',
    'NA',
    'NULL',
    'NaN',
    'None',
  ].concat(['n/a', 'nan', 'null']),
);

const WHITE_SPACE = ' \t\n\v\f\r';
const WHOLE = /^[+-]?\d{1,18}$/;
const FLOAT = /^[+-]?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?$|^[+-]?inf(inity)?$/i;
const TRUTH = /^(True|TRUE|true|False|FALSE|false)$/;

/** Rows whose fields pandas reads as one type each: it tells a column's type from all of a call's rows. */
export const csvKind: KindOfRows = (rows) => {
  const kinds = new Set(rows.map((row) => fieldsOf(row.toString()).map(kindOfField).join('')));
  const [kind] = kinds;
  return kinds.size === 1 && kind !== undefined && !kind.includes('?') ? kind : { alone: 'rows of unlike types' };
};

function kindOfField(field: string): string {
  if (MISSING.has(field)) return 'n';
  const text = strip(field, WHITE_SPACE);
  if (WHOLE.test(text)) return 'i';
  if (FLOAT.test(text)) return /^[+-]?\d+$/.test(text) ? '?' : 'f';
  return TRUTH.test(field) ? 'b' : 's';
}

/** By RFC 4180, and as pandas reads what stands behind a closing quote; of a row without an open quote. */
function fieldsOf(row: string): readonly string[] {
  return Array.from(`,${row}`.matchAll(/,(?:"((?:[^"]|"")*)"([^,]*)|([^,]*))/g), ([, quoted, behind = '', plain = '']) =>
    quoted === undefined ? plain : quoted.replaceAll('""', '"') + behind,
  );
}
