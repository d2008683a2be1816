import { OPEN_BRACKET } from '../../kernel/json/characters.ts';
import { firstOf } from '../extraction.ts';
import { type CodecItem, type Envelope, type Reply, UnlikeReplies } from '../port.ts';
import type { JsonFrame, ListFrame } from './frame.ts';
import { inOrder } from './renumber.ts';
import type { JsonShare } from './share.ts';
import { trimmed } from './trim.ts';

const OPEN = Buffer.from('[');
const COMMA = Buffer.from(',');
const CLOSE = Buffer.from(']');
const NOTHING = Buffer.alloc(0);

/** One request's reply from the results of its items, which may come from several calls. @throws {UnlikeReplies} */
export function assembleJson(shares: readonly JsonShare[], items: readonly CodecItem[]): Reply {
  const frame = frameFor(shares);
  if (!shares.every((share) => hasColumnsOf(share, frame))) throw new UnlikeReplies();
  const { form, bare } = firstOf(items).envelope;
  const columns = columnsOf(shares, frame);
  const pieces: Buffer[] = [];
  for (const segment of frame.segments) {
    if (Buffer.isBuffer(segment)) pieces.push(segment);
    else if ('usage' in segment) pieces.push(Buffer.from(String(total(shares, segment.usage))));
    else pushColumn(pieces, columns[segment.column] ?? [], frame.lists[segment.column], { form, bare });
  }
  return { status: frame.status, headers: frame.headers, body: Buffer.concat(pieces) };
}

/** Of the first reply with more than one result, for only that tells what stands between two. */
function frameFor(shares: readonly JsonShare[]): JsonFrame {
  const found = shares.find(({ frame }) => frame.lists.some(({ tellsSeparator }) => tellsSeparator)) ?? shares[0];
  if (found === undefined) throw new Error('Expected at least one result');
  return found.frame;
}

/** The slices of each column; columns stand in order of their names in every reply. */
function columnsOf(shares: readonly JsonShare[], frame: JsonFrame): readonly (readonly Buffer[])[] {
  if (frame.rules.numbered !== undefined) return [inOrder(shares)];
  const columns = frame.lists.map((_, column) => shares.map(({ parts }) => parts[column] ?? NOTHING));
  return frame.rules.trim === undefined ? columns : trimmed(columns, frame);
}

function hasColumnsOf(share: JsonShare, frame: JsonFrame): boolean {
  if (share.frame === frame) return true;
  const { lists, usage } = share.frame;
  const hasLists = lists.length === frame.lists.length && lists.every(({ name }, column) => name === frame.lists[column]?.name);
  return hasLists && usage.length === frame.usage.length && usage.every((name, index) => name === frame.usage[index]);
}

function total(shares: readonly JsonShare[], index: number): number {
  return shares.reduce((sum, { usage }) => sum + (usage[index] ?? 0), 0);
}

function pushColumn(
  pieces: Buffer[],
  slices: readonly Buffer[],
  list: ListFrame | undefined,
  { form, bare }: Pick<Envelope, 'form' | 'bare'>,
): void {
  const lists = slices.filter(isList).length;
  if (form === 'one' && (bare === 'yes' || (bare === 'arrays' && lists > 0))) pieces.push(...slices);
  else pushList(pieces, lists > 0 && lists < slices.length && bare === 'arrays' ? slices.map(asList) : slices, list);
}

function pushList(pieces: Buffer[], slices: readonly Buffer[], list: ListFrame | undefined): void {
  const separator = list?.separator ?? COMMA;
  pieces.push(list?.open ?? OPEN);
  for (let index = 0; index < slices.length; index += 1) {
    const slice = slices[index];
    if (index > 0) pieces.push(separator);
    if (slice !== undefined) pieces.push(slice);
  }
  pieces.push(list?.close ?? CLOSE);
}

/** A call of one item may be answered with the bare list of its sequences where a larger call gives a list of such lists. */
function asList(slice: Buffer): Buffer {
  return isList(slice) ? slice : Buffer.concat([OPEN, slice, CLOSE]);
}

function isList(slice: Buffer): boolean {
  return slice[0] === OPEN_BRACKET;
}
