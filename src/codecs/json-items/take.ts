import type { Span } from '../json/span.ts';
import type { ItemSpan, TakeItems, Taken } from './contract.ts';
import { countTokenIds } from './token-ids.ts';

/** Any value is an item; the member has to be an array. */
export const takeRows: TakeItems = (_body, { elements }) => {
  if (elements === undefined) return { refused: 'to be a list' };
  return elements.length === 0 ? { alone: 'an empty list' } : listOf(elements);
};

/** Texts whose list of one is answered in a shape of its own, and so goes alone. */
export function takeTexts(options: { readonly emptyText: 'item' | 'alone' }): TakeItems {
  return (_body, { value, elements }) => {
    const spans = elements ?? [value];
    if (!spans.every(isText)) return { alone: 'items that are not texts' };
    if (options.emptyText === 'alone' && spans.some(isEmptyText)) return { alone: 'an empty text fails its whole call' };
    if (elements === undefined) return { form: 'one', spans, kind: '' };
    return elements.length < 2 ? { alone: 'a list of fewer than two' } : listOf(elements);
  };
}

/**
 * Texts, or texts as lists of token ids. `[1, 2]` is one item, `["a", "b"]` two. Older servers know no ids, so the two do not
 * share a call; a list that has both goes alone.
 */
export const takeTextsOrTokenIds: TakeItems = (body, { value, elements }) => {
  if (elements === undefined) return textsOnly('one', [value]);
  if (elements.length === 0) return { alone: 'an empty list' };
  if (elements.every((element) => element.kind === 'number')) return tokenIdsOnly(body, 'one', [value]);
  return elements[0]?.kind === 'array' ? tokenIdsOnly(body, 'list', elements) : textsOnly('list', elements);
};

function textsOnly(form: 'one' | 'list', spans: readonly Span[]): Taken {
  if (!spans.every(isText)) return { alone: 'items that are not texts' };
  return spans.some(isEmptyText) ? { alone: 'an empty text fails its whole call' } : { form, spans, kind: '' };
}

function tokenIdsOnly(body: Buffer, form: 'one' | 'list', spans: readonly Span[]): Taken {
  const counted: ItemSpan[] = [];
  for (const span of spans) {
    const tokenIds = countTokenIds(body.subarray(span.start, span.end));
    if (tokenIds === 0) return { alone: 'items that are neither texts nor lists of token ids' };
    counted.push({ ...span, tokenIds });
  }
  return { form, spans: counted, kind: 'ids' };
}

function listOf(spans: readonly Span[]): Taken {
  return { form: 'list', spans, kind: '' };
}

function isText({ kind }: Span): boolean {
  return kind === 'string';
}

function isEmptyText({ start, end }: Span): boolean {
  return end - start === 2;
}
