import { canonical } from '../../kernel/json/canonical.ts';
import { type JsonNode, parseTree } from '../../kernel/json/tree.ts';
import type { Alone } from '../extraction.ts';
import { neverShared } from '../never-shared.ts';
import { planKey } from '../plan-key.ts';
import type { Rest } from './rest.ts';
import type { Reading, RowCountSlot, Shape } from './shape.ts';

/** Digits of the largest number of rows. */
const ROW_COUNT_DIGITS = 16;

/** Bytes as they were written, a column's list, or the number of rows. */
export type Segment = Buffer | { readonly column: number } | 'rows';

/** Everything that a spelling of the rest of a request tells; shared by all requests spelled so. */
export interface Plan extends Omit<Required<Reading>, 'rowCount' | 'ignored'> {
  readonly shape: Shape;
  readonly segments: readonly Segment[];
  readonly key: string;
  readonly overheadBytes: number;
}

/** A column's list in the text of a rest. */
const PLACEHOLDER = Buffer.from('0');

/** Reads a rest; its bytes are copied, so that a plan that is kept does not keep a body. */
export function planOf(placed: Shape, rest: Rest): Plan | Alone {
  const text = textOf(rest);
  const tree = parseTree(text);
  const shape = (tree.kind === 'object' ? placed.choose?.(tree) : undefined) ?? placed;
  const reason = neverShared(tree);
  if (reason !== undefined) return { alone: reason };
  const reading = readingOf(shape, tree);
  if ('alone' in reading) return reading;
  const canonicalText = canonical(tree, reading.ignored ?? []);
  if (canonicalText === undefined) return { alone: 'a key that stands twice in one object' };
  const { rowCount, rowsPerItem = 1, costPerItem = rowsPerItem, maxCompany = Number.MAX_SAFE_INTEGER } = reading;
  const { bare = shape.bare ?? 'no', reply = shape.reply } = reading;
  const slotBytes = rowCount === undefined ? 0 : rowCount.text.length + ROW_COUNT_DIGITS + (rowCount.tail?.length ?? 0);
  const overheadBytes = text.length + 2 * rest.order.length + slotBytes;
  const key = planKey(`${shape.name} `, canonicalText);
  return {
    shape,
    segments: segmentsOf(rest, text, rowCount),
    rowsPerItem,
    costPerItem,
    maxCompany,
    bare,
    reply,
    key,
    overheadBytes,
  };
}

function readingOf({ read }: Shape, tree: JsonNode): Reading | Alone {
  if (read === undefined) return {};
  return tree.kind === 'object' ? read(tree) : { alone: 'not an object' };
}

function textOf({ pieces }: Rest): Buffer {
  return Buffer.concat(pieces.flatMap((piece, index) => (index === 0 ? [piece] : [PLACEHOLDER, piece])));
}

/** Offsets of a slot run over the text, one byte for each column. */
function segmentsOf({ pieces, order }: Rest, text: Buffer, slot: RowCountSlot | undefined): readonly Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    const end = at + piece.length;
    const holdsSlot = slot !== undefined && slot.start >= at && slot.end <= end && !segments.includes('rows');
    if (holdsSlot) segments.push(Buffer.concat([text.subarray(at, slot.start), Buffer.from(slot.text)]), 'rows');
    segments.push(holdsSlot ? Buffer.concat([Buffer.from(slot.tail ?? ''), text.subarray(slot.end, end)]) : Buffer.from(piece));
    const column = order[index];
    if (column !== undefined) segments.push({ column });
    at = end + PLACEHOLDER.length;
  }
  return segments;
}
