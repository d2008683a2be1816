import { keyNamed } from '../json/key.ts';
import type { Member, Span } from '../json/span.ts';

/** A request without its items: the raw bytes up to the value of their member, and from its end on. */
export interface Rest {
  readonly before: Buffer;
  readonly after: Buffer;
}

/** Cuts the value of `members[items]` out of a body, and the members of `droppedKeys` too, each with one comma. */
export function restOf(body: Buffer, members: readonly Member[], items: Member, droppedKeys: readonly string[]): Rest {
  const { start, end } = items.value;
  const dropped = droppedKeys.flatMap((key) => onlyMember(body, members, key) ?? []);
  if (dropped.length === 0) return { before: body.subarray(0, start), after: body.subarray(end) };
  const cuts = dropped.map((member) => withComma(members, member));
  return { before: without(body, 0, start, cuts), after: without(body, end, body.length, cuts) };
}

/** The member of that key; undefined where there is none, or more than one. */
export function onlyMember(body: Buffer, members: readonly Member[], key: string): Member | undefined {
  const isNamed = keyNamed(key);
  const found = members.filter(({ keyStart, keyEnd }) => isNamed(body, keyStart, keyEnd));
  return found.length === 1 ? found[0] : undefined;
}

type Range = Pick<Span, 'start' | 'end'>;

function withComma(members: readonly Member[], member: Member): Range {
  const index = members.indexOf(member);
  const next = members[index + 1];
  if (next !== undefined) return { start: member.keyStart, end: next.keyStart };
  return { start: members[index - 1]?.value.end ?? member.keyStart, end: member.value.end };
}

function without(body: Buffer, start: number, end: number, cuts: readonly Range[]): Buffer {
  const inside = cuts.filter((cut) => cut.start >= start && cut.end <= end).sort((a, b) => a.start - b.start);
  const ends = [start, ...inside.map((cut) => cut.end)];
  return Buffer.concat(ends.map((from, index) => body.subarray(from, inside[index]?.start ?? end)));
}
