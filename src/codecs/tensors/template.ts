import type { Headers } from '../../kernel/headers.ts';
import type { Message } from '../port.ts';
import { withHeaderBytes } from './layout.ts';
import type { TensorMessage } from './message.ts';
import type { Place, Tensor } from './tensor.ts';

/** What stands around rows that are written as JSON. */
export interface List {
  readonly open: Buffer;
  /** Undefined where only one row was there to tell. */
  readonly separator: Buffer | undefined;
  readonly close: Buffer;
}

/** What a message says about its rows and its caller; all else in a header is the same whoever is meant. */
export type Hole =
  | { readonly kind: 'rows' }
  | { readonly kind: 'size'; readonly column: number }
  | { readonly kind: 'data'; readonly column: number; readonly list: List }
  /** The caller's id, between `before` and `after`, or what stands there where the caller has none. */
  | { readonly kind: 'id'; readonly before: Buffer; readonly after: Buffer; readonly otherwise: Buffer };

/** `hole` undefined: what stands there is dropped. */
export interface PlacedHole extends Place {
  readonly hole: Hole | undefined;
}

export type Segment = Buffer | Hole;

/** A message without its rows. */
export interface Template {
  readonly segments: readonly Segment[];
  /** Columns whose rows stand behind the header, in their order. */
  readonly binary: readonly number[];
  readonly isBinary: boolean;
}

const COMMA = Buffer.from(',');

/** @param columnOf of the tensor at an index: which column holds its rows, and how they are written as JSON */
export function templateOf(
  { text, tensors, layout }: TensorMessage,
  columnOf: (index: number) => { readonly column: number; readonly list: List },
  others: readonly PlacedHole[],
): Template {
  const holes = [...others];
  const binary: number[] = [];
  for (const [index, tensor] of tensors.entries()) {
    const { column, list } = columnOf(index);
    holes.push(...holesOf(tensor, column, list));
    if (tensor.layout === 'binary') binary.push(column);
  }
  return { segments: cut(text, holes), binary, isBinary: layout.kind === 'binary' };
}

function holesOf({ rowsAt, content: { value }, layout }: Tensor, column: number, list: List): PlacedHole[] {
  const hole: Hole = layout === 'binary' ? { kind: 'size', column } : { kind: 'data', column, list };
  return [
    { start: rowsAt.start, end: rowsAt.end, hole: { kind: 'rows' } },
    { start: value.start, end: value.end, hole },
  ];
}

function cut(text: Buffer, holes: readonly PlacedHole[]): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const { start, end, hole } of [...holes].sort((a, b) => a.start - b.start)) {
    segments.push(text.subarray(at, start));
    if (hole !== undefined) segments.push(hole);
    at = end;
  }
  segments.push(text.subarray(at));
  return segments;
}

/** Each column is the raw rows of one tensor; all have as many. */
export type Columns = readonly (readonly Buffer[])[];

/** A message of these rows, for the caller who has this id. */
export function write(template: Template, headers: Headers, columns: Columns, id: Buffer | undefined): Message {
  const pieces: Buffer[] = [];
  for (const segment of template.segments) {
    if (Buffer.isBuffer(segment)) pieces.push(segment);
    else pushHole(pieces, segment, columns, id);
  }
  const headerBytes = bytesOf(pieces);
  for (const column of template.binary) for (const row of columnAt(columns, column)) pieces.push(row);
  return { headers: template.isBinary ? withHeaderBytes(headers, headerBytes) : headers, body: Buffer.concat(pieces) };
}

function pushHole(pieces: Buffer[], hole: Hole, columns: Columns, id: Buffer | undefined): void {
  if (hole.kind === 'rows') pieces.push(numberText(columnAt(columns, 0).length));
  else if (hole.kind === 'size') pieces.push(numberText(bytesOf(columnAt(columns, hole.column))));
  else if (hole.kind === 'data') pushRows(pieces, columnAt(columns, hole.column), hole.list);
  else if (id === undefined) pieces.push(hole.otherwise);
  else pieces.push(hole.before, id, hole.after);
}

/** Rows without elements are nothing but their brackets; flat, they have no commas between them. */
function pushRows(pieces: Buffer[], rows: readonly Buffer[], { open, separator = COMMA, close }: List): void {
  pieces.push(open);
  for (const [index, row] of rows.entries()) {
    if (index > 0 && row.length > 0) pieces.push(separator);
    pieces.push(row);
  }
  pieces.push(close);
}

function columnAt(columns: Columns, column: number): readonly Buffer[] {
  const rows = columns[column];
  if (rows === undefined) throw new Error('Expected rows of one form');
  return rows;
}

export function bytesOf(pieces: readonly Buffer[]): number {
  let bytes = 0;
  for (const { length } of pieces) bytes += length;
  return bytes;
}

function numberText(count: number): Buffer {
  return Buffer.from(String(count));
}
