import { Refusal } from '../port.ts';
import { readCsv } from '../python/csv.ts';
import { isDict, isList, isNumber, type Value } from '../python/value.ts';

/** A pandas DataFrame, whose columns each have ONE dtype for all rows. */
export interface Frame {
  readonly columns: readonly string[];
  readonly dtypes: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}

/** `{"columns": [...], "data": [[...]]}` */
export function fromSplit(split: Value): Frame {
  const columns = isDict(split) ? split.get('columns') : undefined;
  const data = isDict(split) ? split.get('data') : undefined;
  if (!isDict(split) || !isList(data))
    throw new Refusal('Provided dataframe_split field is not a valid dataframe representation in "split" format.');
  const rows = data.map((row) => {
    if (!isList(row)) throw new Refusal('Shape of passed values is not that of a frame');
    return row;
  });
  const names = isList(columns) ? columns.map(String) : (rows[0] ?? []).map((_, at) => String(at));
  if (rows.some((row) => row.length !== names.length))
    throw new Refusal(`${names.length} columns passed, passed data had another number of columns`);
  const index = split.get('index');
  if (isList(index) && index.length !== rows.length) throw new Refusal('Shape of passed values does not match the index');
  return typed(names, rows);
}

/** `[{...}, ...]`: a key that a record lacks is NaN there. */
export function fromRecords(records: Value): Frame {
  if (!isList(records) || !records.every(isDict))
    throw new Refusal('Provided dataframe_records field is not a valid dataframe representation in "records" format.');
  const columns = [...new Set(records.flatMap((record) => [...record.keys()]))];
  return typed(
    columns,
    records.map((record) => columns.map((name) => (record.has(name) ? (record.get(name) ?? null) : Number.NaN))),
  );
}

/** `read_csv`: a column holds ints, floats, bools or texts, by what ALL of its cells look like. */
export function fromCsv(text: string): Frame {
  const [columns, ...rows] = readCsv(text).filter((row) => row.length > 0 && row.join('') !== '');
  if (columns === undefined) throw new Refusal('No columns to parse from file');
  const long = rows.findIndex((row) => row.length > columns.length);
  if (long >= 0)
    throw new Refusal(
      `Error tokenizing data. C error: Expected ${columns.length} fields in line ${long + 2}, saw ${rows[long]?.length}`,
    );
  const parsed = columns.map((_, at) => parsedColumn(rows.map((row) => row[at] ?? '')));
  return typed(
    columns,
    rows.map((_row, at) => parsed.map((column) => column[at] ?? null)),
  );
}

function parsedColumn(cells: readonly string[]): Value[] {
  const missing = (cell: string): boolean => ['', 'NaN', 'nan', 'NA', 'N/A', 'null', 'NULL', 'None'].includes(cell);
  const present = cells.filter((cell) => !missing(cell));
  if (present.every((cell) => /^[+-]?\d+$/.test(cell)))
    return cells.map((cell) => (missing(cell) ? Number.NaN : BigInt(cell.replace('+', ''))));
  if (present.every((cell) => !Number.isNaN(Number(cell))))
    return cells.map((cell) => (missing(cell) ? Number.NaN : Number(cell)));
  if (cells.every((cell) => /^true$|^false$/i.test(cell))) return cells.map((cell) => cell.toLowerCase() === 'true');
  return cells.map((cell) => (missing(cell) ? Number.NaN : cell));
}

function typed(columns: readonly string[], rows: readonly (readonly Value[])[]): Frame {
  const dtypes = columns.map((_, at) => dtypeOf(rows.map((row) => row[at] ?? null)));
  const cast = rows.map((row) => row.map((value, at) => (dtypes[at] === 'float64' ? Number(value ?? Number.NaN) : value)));
  return { columns, dtypes, rows: cast };
}

/** int64 only while every value is an int; anything missing among numbers makes them floats; a mixture is object. */
export function dtypeOf(values: readonly Value[]): string {
  if (values.every((value) => typeof value === 'bigint')) return 'int64';
  if (values.every((value) => isNumber(value) || value === null) && values.some(isNumber)) return 'float64';
  return values.every((value) => typeof value === 'boolean') ? 'bool' : 'object';
}
