import { QUOTE } from '../../kernel/json/characters.ts';
import type { Span } from '../../kernel/json/span.ts';
import { countTokenIds } from '../token-ids.ts';
import type { Parts, TakeItems, Taken } from './shape.ts';

/** Any value is an item; each column has to be a list, all of one length. */
export const takeRows: TakeItems = (body, columns) => {
  const lists = columns.map(({ value }) => value.elements);
  const length = lists[0]?.length ?? 0;
  if (!lists.every((list) => list !== undefined))
    return columns.length === 1 ? { refused: 'to be a list' } : { alone: 'no lists' };
  if (length === 0) return { alone: 'an empty list' };
  if (lists.some((list) => list.length !== length)) return { alone: 'lists of different lengths' };
  const items: Buffer[][] = [];
  for (let index = 0; index < length; index += 1) {
    const parts: Buffer[] = [];
    for (const list of lists) parts.push(sliceOf(body, list[index]));
    items.push(parts);
  }
  return { form: 'list', items, kind: '' };
};

/** As takeRows, where anything but lists is not known to be refused. */
export const takeLists: TakeItems = (body, columns) => {
  const taken = takeRows(body, columns);
  return 'refused' in taken ? { alone: 'items that are no list' } : taken;
};

export interface ValueRules {
  /** Whether a value may be an item, and of which kind; undefined where it may not. */
  readonly kindOf: (body: Buffer, value: Span) => string | undefined;
  /** The shortest list that is an ordinary one: 2 where a list of one is answered in a shape of its own. */
  readonly shortestList: 1 | 2;
  /** Whether a list, too, may be one bare item; else it holds items. */
  readonly bareOf?: (kind: string) => 'no' | 'yes' | undefined;
}

/** One bare value, or a list of them, all of one kind. */
export function takeValues({ kindOf, shortestList, bareOf }: ValueRules): TakeItems {
  return (body, columns) => {
    const value = columns[0]?.value;
    if (value === undefined) return { alone: 'no items' };
    const { elements } = value;
    if (elements !== undefined && elements.length < shortestList) return { alone: `a list of fewer than ${shortestList}` };
    const spans: readonly Span[] = elements ?? [value];
    const kind = commonKind(body, spans, kindOf);
    if (kind === undefined) return { alone: 'items of another kind' };
    const form = elements === undefined ? 'one' : 'list';
    const bare = bareOf?.(kind);
    return { form, items: spans.map((span) => [sliceOf(body, span)]), kind, ...(bare === undefined ? {} : { bare }) };
  };
}

function commonKind(body: Buffer, spans: readonly Span[], kindOf: ValueRules['kindOf']): string | undefined {
  let common: string | undefined;
  for (const span of spans) {
    const kind = kindOf(body, span);
    if (kind === undefined || (common !== undefined && kind !== common)) return undefined;
    common = kind;
  }
  return common;
}

/** A text is an item; an empty one is not, for it fails its whole call. */
export function fullText(_body: Buffer, value: Span): string | undefined {
  return value.kind === 'string' && value.end - value.start > 2 ? '' : undefined;
}

export function anyText(_body: Buffer, value: Span): string | undefined {
  return value.kind === 'string' ? '' : undefined;
}

/**
 * Texts, or texts as lists of token ids. `[1, 2]` is one item, `["a", "b"]` two. Older servers know no ids, so the two do not
 * share a call; a list that has both goes alone.
 */
export const takeTextsOrTokenIds: TakeItems = (body, columns) => {
  const value = columns[0]?.value;
  if (value === undefined) return { alone: 'no items' };
  const { elements } = value;
  if (elements === undefined) return textsOnly(body, 'one', [value]);
  if (elements.length === 0) return { alone: 'an empty list' };
  if (elements.every((element) => element.kind === 'number')) return tokenIdsOnly(body, 'one', [value]);
  return elements[0]?.kind === 'array' ? tokenIdsOnly(body, 'list', elements) : textsOnly(body, 'list', elements);
};

function textsOnly(body: Buffer, form: 'one' | 'list', spans: readonly Span[]): Taken {
  if (!spans.every((span) => fullText(body, span) !== undefined)) return { alone: 'items that are not texts, or empty' };
  return { form, items: spans.map((span) => [sliceOf(body, span)]), kind: '' };
}

function tokenIdsOnly(body: Buffer, form: 'one' | 'list', spans: readonly Span[]): Taken {
  const items = spans.map((span): Parts => [sliceOf(body, span)]);
  const areIds = items.every(([part]) => part !== undefined && countTokenIds(part) > 0);
  return areIds ? { form, items, kind: 'ids' } : { alone: 'items that are neither texts nor lists of token ids' };
}

export function sliceOf(body: Buffer, span: Pick<Span, 'start' | 'end'> | undefined): Buffer {
  return body.subarray(span?.start ?? 0, span?.end ?? 0);
}

/** A text in each column, or a list of two texts or more in each; an empty text fails its whole call. */
export const takeTextColumns: TakeItems = (body, columns) => {
  if (columns.every(({ value }) => fullText(body, value) !== undefined))
    return { form: 'one', items: [columns.map(({ value }) => sliceOf(body, value))], kind: '' };
  const taken = takeLists(body, columns);
  if (!('items' in taken)) return taken;
  if (taken.items.length < 2) return { alone: 'lists of fewer than 2' };
  const areTexts = taken.items.every((parts) => parts.every((part) => part[0] === QUOTE && part.length > 2));
  return areTexts ? taken : { alone: 'items that are not texts, or empty' };
};
