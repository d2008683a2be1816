import { type Column, onlyMember } from '../json/place.ts';
import type { Found, Member } from '../json/span.ts';

/** A request without its items: raw bytes between the places where they stood, and which column stood in each. */
export interface Rest {
  /** One more than there are columns. */
  readonly pieces: readonly Buffer[];
  /** The column after each piece but the last. */
  readonly order: readonly number[];
}

interface Cut {
  readonly start: number;
  readonly end: number;
  readonly column?: number;
}

/** Cuts the columns out of a body, and the members at `dropped` paths too, each with one comma. */
export function restOf(body: Buffer, root: Found, columns: readonly Column[], dropped: readonly (readonly string[])[]): Rest {
  const cuts: Cut[] = columns.map(({ value }, column) => ({ start: value.start, end: value.end, column }));
  for (const path of dropped) cuts.push(...cutOf(body, root, path));
  cuts.sort((a, b) => a.start - b.start);
  const pieces: Buffer[] = [];
  const order: number[] = [];
  let pending: Buffer[] = [];
  let at = 0;
  for (const { start, end, column } of cuts) {
    pending.push(body.subarray(at, start));
    at = end;
    if (column === undefined) continue;
    pieces.push(together(pending));
    order.push(column);
    pending = [];
  }
  pending.push(body.subarray(at));
  pieces.push(together(pending));
  return { pieces, order };
}

function together(buffers: readonly Buffer[]): Buffer {
  const [only] = buffers;
  return only !== undefined && buffers.length === 1 ? only : Buffer.concat(buffers);
}

function cutOf(body: Buffer, root: Found, path: readonly string[]): readonly Cut[] {
  let members = root.members;
  for (const key of path.slice(0, -1)) members = onlyMember(body, members, key)?.value.members;
  const member = onlyMember(body, members, path.at(-1) ?? '');
  return member === undefined || members === undefined ? [] : [withComma(members, member)];
}

function withComma(members: readonly Member[], member: Member): Cut {
  const index = members.indexOf(member);
  const next = members[index + 1];
  if (next !== undefined) return { start: member.keyStart, end: next.keyStart };
  return { start: members[index - 1]?.value.end ?? member.keyStart, end: member.value.end };
}
