import { Refusal } from '../port.ts';
import { pythonFloat } from './floats.ts';
import { writeLiteral } from './literal.ts';
import { type Dict, dict, type Value } from './value.ts';

const plainField = /[^,\r\n]*/y;
const quotedField = /"((?:[^"]|"")*)"([^,\r\n]*)/y;

/** `csv.reader`: quoted fields may hold commas, doubled quotes and line ends; an empty line is an empty row. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const { row, end } = readRow(text, at);
    rows.push(row);
    at = end;
  }
  return rows;
}

function readRow(text: string, start: number): { readonly row: string[]; readonly end: number } {
  const row: string[] = [];
  let at = start;
  if (!/[\r\n]/.test(text[at] ?? '')) {
    for (;;) {
      const { field, end } = readField(text, at);
      row.push(field);
      at = end;
      if (text[at] !== ',') break;
      at += 1;
    }
  }
  return { row, end: at + (text.startsWith('\r\n', at) ? 2 : 1) };
}

function readField(text: string, at: number): { readonly field: string; readonly end: number } {
  const pattern = text[at] === '"' ? quotedField : plainField;
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  if (found === null) throw new Refusal('unexpected end of data');
  const [whole, quoted, after = ''] = found;
  return { field: quoted === undefined ? whole : quoted.replaceAll('""', '"') + after, end: at + whole.length };
}

/** `csv.DictReader`: the first row names the fields, empty rows are left out, a missing field is None. */
export function readRecords(text: string): { readonly header: readonly string[]; readonly records: readonly Dict[] } {
  const [header = [], ...rows] = readCsv(text).filter((row) => row.length > 0);
  const records = rows.map((row) => dict(Object.fromEntries(header.map((name, at) => [name, row[at] ?? null]))));
  return { header, records };
}

/** `csv.DictWriter`: a header, then a row for each record; rows end in CR LF. */
export function writeRecords(records: readonly Dict[]): string {
  const [first] = records;
  if (first === undefined) throw new Refusal('list index out of range');
  const header = [...first.keys()];
  const rows = records.map((record) => {
    const stray = [...record.keys()].find((key) => !first.has(key));
    if (stray !== undefined) throw new Refusal(`dict contains fields not in fieldnames: '${stray}'`);
    return header.map((name) => writeField(record.get(name) ?? null));
  });
  return [header.map(writeField), ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

function writeField(value: Value): string {
  const text = plainText(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function plainText(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? pythonFloat(value) : writeLiteral(value);
}
