import { type Column, onlyMember } from '../../kernel/json/place.ts';
import type { Found, Member } from '../../kernel/json/span.ts';

/** A request without its items: raw bytes between the places where they stood, and which column stood in each. */
export interface Rest {
  /** One more than there are columns. */
  readonly pieces: readonly Buffer[];
  /** The column after each piece but the last. */
  readonly order: readonly number[];
}

const FIRST: readonly number[] = [0];

interface Cut {
  readonly start: number;
  readonly end: number;
  readonly column?: number;
}

/** Cuts the columns out of a body, and the members at `dropped` paths too, each with one comma. */
export function restOf(body: Buffer, root: Found, columns: readonly Column[], dropped: readonly (readonly string[])[]): Rest {
  const [only] = columns;
  if (only !== undefined && columns.length === 1 && dropped.length === 0) return around(body, only.value);
  const cuts: Cut[] = columns.map(({ value }, column) => ({ start: value.start, end: value.end, column }));
  for (const [parent, keys] of byParent(dropped)) cuts.push(...cutsOf(body, root, parent, keys));
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

/** What most requests are: one column, and nothing dropped. */
function around(body: Buffer, { start, end }: Found): Rest {
  return { pieces: [body.subarray(0, start), body.subarray(end)], order: FIRST };
}

function together(buffers: readonly Buffer[]): Buffer {
  const [only] = buffers;
  return only !== undefined && buffers.length === 1 ? only : Buffer.concat(buffers);
}

/** The last keys of paths, by the path of the object that they are in. */
function byParent(
  paths: readonly (readonly string[])[],
): Iterable<readonly [parent: readonly string[], keys: readonly string[]]> {
  const found = new Map<string, [readonly string[], string[]]>();
  for (const path of paths) {
    const parent = path.slice(0, -1);
    const entry = found.get(JSON.stringify(parent)) ?? [parent, []];
    entry[1].push(path.at(-1) ?? '');
    found.set(JSON.stringify(parent), entry);
  }
  return found.values();
}

/** Members of one object, each run of neighbours with the comma behind it, or before it where it is the last. */
function cutsOf(body: Buffer, root: Found, parent: readonly string[], keys: readonly string[]): readonly Cut[] {
  let members = root.members;
  for (const key of parent) members = onlyMember(body, members, key)?.value.members;
  if (members === undefined) return [];
  const dropped = new Set(keys.flatMap((key) => onlyMember(body, members, key) ?? []));
  const cuts: Cut[] = [];
  for (let index = 0; index < members.length; index += 1) {
    if (!dropped.has(members[index] as Member)) continue;
    const first = index;
    while (index + 1 < members.length && dropped.has(members[index + 1] as Member)) index += 1;
    cuts.push(runOf(members, first, index));
  }
  return cuts;
}

function runOf(members: readonly Member[], first: number, last: number): Cut {
  const [from, to, next] = [members[first], members[last], members[last + 1]];
  if (from === undefined || to === undefined) throw new Error('Expected a run of members');
  if (next !== undefined) return { start: from.keyStart, end: next.keyStart };
  return { start: members[first - 1]?.value.end ?? from.keyStart, end: to.value.end };
}
