import { onlyMember } from '../../kernel/json/place.ts';
import { scan } from '../../kernel/json/scan.ts';
import type { Span } from '../../kernel/json/span.ts';
import { firstOf } from '../extraction.ts';
import type { CodecItem } from '../port.ts';
import type { JsonFrame } from './frame.ts';
import { countMismatch, type NumberedRules } from './rules.ts';
import { JsonShare } from './share.ts';

interface NumberedElement {
  readonly slice: Buffer;
  /** Of the number, within the slice. */
  readonly at: { readonly start: number; readonly end: number };
  readonly number: number;
  readonly score: number;
  readonly rank: number;
}

const NOTHING = Buffer.alloc(0);

/** Regroups elements by the number that they bear; each number from 0 has to be there once. */
export function numberedShares(
  body: Buffer,
  spans: readonly Span[],
  items: readonly CodecItem[],
  frame: JsonFrame,
  rules: NumberedRules,
): readonly JsonShare[] | string {
  const { rowsPerItem } = firstOf(items).envelope;
  const expected = items.length * rowsPerItem;
  if (spans.length !== expected) return countMismatch(expected, spans.length);
  const byNumber: (NumberedElement | undefined)[] = Array.from({ length: expected });
  for (const [rank, { start, end }] of spans.entries()) {
    const element = read(body.subarray(start, end), rank, rules);
    if (element === undefined) return `expected an object with a whole "${rules.key}" as result ${rank}`;
    if (element.number >= expected || byNumber[element.number] !== undefined)
      return `expected each "${rules.key}" from 0 to ${expected - 1} once, got ${element.number}`;
    byNumber[element.number] = element;
  }
  const elements = byNumber.filter((element) => element !== undefined);
  return items.map((_, index) => shareOf(elements.slice(index * rowsPerItem, (index + 1) * rowsPerItem), frame));
}

function read(slice: Buffer, rank: number, { key, sortedBy }: NumberedRules): NumberedElement | undefined {
  const found = scan(slice);
  const value = found.kind === 'found' ? onlyMember(slice, found.value.members, key)?.value : undefined;
  const text = value === undefined ? '' : slice.toString('latin1', value.start, value.end);
  if (value === undefined || found.kind !== 'found' || !/^\d{1,9}$/.test(text)) return undefined;
  const scoreAt = sortedBy === undefined ? undefined : onlyMember(slice, found.value.members, sortedBy)?.value;
  const score = scoreAt === undefined ? 0 : Number(slice.toString('latin1', scoreAt.start, scoreAt.end));
  return { slice, at: value, number: Number(text), score, rank };
}

function shareOf(elements: readonly NumberedElement[], frame: JsonFrame): JsonShare {
  const spans: { start: number; end: number }[] = [];
  const pieces: Buffer[] = [];
  const separator = frame.lists[0]?.separator ?? NOTHING;
  let at = 0;
  for (const { slice, at: number } of elements) {
    if (pieces.length > 0) {
      pieces.push(separator);
      at += separator.length;
    }
    spans.push({ start: at + number.start, end: at + number.end });
    pieces.push(slice);
    at += slice.length;
  }
  const [first] = elements;
  return new JsonShare([Buffer.concat(pieces)], frame, {
    spans,
    score: first?.score ?? 0,
    rank: first?.rank ?? 0,
  });
}
