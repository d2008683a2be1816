import type { Place } from '../../kernel/json/place.ts';
import type { Span } from '../../kernel/json/span.ts';

/** Where the results stand in a JSON reply, and how they are told apart. All of it is description. */
export interface JsonReplyRules {
  /** Where the results may stand; the first place that is there is meant. Lists at several columns are sliced side by side. */
  readonly at: readonly Place[];
  /** Puts the elements of the only list together to one span an item. @default one element an item */
  readonly group?: GroupElements;
  /** Results that bear their item's number, see NumberedRules; the only list's elements may then come in any order. */
  readonly numbered?: NumberedRules;
  /** The path of an object whose `*_tokens` are totals of the call; each caller is told its share, and shares add up. */
  readonly usage?: string;
  /** The rows of column `column` are padded to the longest of the call: cut to the longest of the caller's rows of `by`. */
  readonly trim?: { readonly column: string; readonly by: string };
}

/** `key` of each element says which item's it is, counted from 0 over the rows of the call. */
export interface NumberedRules {
  readonly key: string;
  /** A caller's results are sorted by this number, the largest first. */
  readonly sortedBy?: string;
}

export interface Expected {
  readonly items: number;
  readonly rowsPerItem: number;
}

export type GroupElements = (body: Buffer, elements: readonly Span[], expected: Expected) => readonly Span[] | string;

/** One element an item, each of them accepted by `accepts` (shown as `what`). */
export function oneEach(what: string, accepts: (body: Buffer, element: Span) => boolean): GroupElements {
  return (body, elements, { items }) => {
    if (elements.length !== items) return countMismatch(items, elements.length);
    const wrong = elements.findIndex((element) => !accepts(body, element));
    return wrong < 0 ? elements : `expected ${what} as result ${wrong}`;
  };
}

export const anyEach: GroupElements = oneEach('any value', () => true);

export function countMismatch(expected: number, got: number): string {
  return `expected ${expected} results, got ${got}`;
}
