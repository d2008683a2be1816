import { onlyMember } from '../../kernel/json/place.ts';
import { scan } from '../../kernel/json/scan.ts';
import type { Span } from '../../kernel/json/span.ts';
import { countMismatch, type GroupElements } from './rules.ts';
/**
 * `rowsPerItem` generated sequences an item: as one list of so many for each item, or as a flat list of all, where an item's
 * result is a run of elements.
 */
export const groupSequences: GroupElements = (body, elements, { items, rowsPerItem }) => {
  if (elements.length > 0 && elements.every(({ kind }) => kind === 'array')) {
    if (elements.length !== items) return countMismatch(items, elements.length);
    const wrong = elements.findIndex((element) => !isSequenceList(body, element, rowsPerItem));
    return wrong < 0 ? elements : `expected ${rowsPerItem} sequences in result ${wrong}`;
  }
  if (elements.length !== items * rowsPerItem) return countMismatch(items * rowsPerItem, elements.length);
  if (!areSequences(body, elements)) return 'expected generated texts as results';
  return runsOf(elements, rowsPerItem);
};

function isSequenceList(body: Buffer, { start, end }: Span, count: number): boolean {
  const list = body.subarray(start, end);
  const found = scan(list);
  const elements = found.kind === 'found' ? (found.value.elements ?? []) : [];
  return elements.length === count && areSequences(list, elements);
}

/** All texts, or all objects with a text. */
function areSequences(body: Buffer, elements: readonly Span[]): boolean {
  return elements.every(({ kind }) => kind === 'string') || elements.every((element) => hasGeneratedText(body, element));
}

function hasGeneratedText(body: Buffer, { start, end, kind }: Span): boolean {
  if (kind !== 'object') return false;
  const element = body.subarray(start, end);
  const found = scan(element);
  return found.kind === 'found' && onlyMember(element, found.value.members, 'generated_text')?.value.kind === 'string';
}

function runsOf(elements: readonly Span[], length: number): Span[] {
  const runs: Span[] = [];
  for (let index = 0; index < elements.length; index += length) {
    const first = elements[index];
    const last = elements[index + length - 1];
    if (first !== undefined && last !== undefined) runs.push({ start: first.start, end: last.end, kind: first.kind });
  }
  return runs;
}
