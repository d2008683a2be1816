import type { Span } from '../json/span.ts';

/** Where the results stand in a reply, and how a caller alone would have seen them. */
export interface ReplyRules {
  /** The key (ASCII) whose value is the list of results; undefined where the reply is that list. */
  readonly key: string | undefined;
  /** Whether a reply that is itself the list is taken too, where there is a key. */
  readonly topLevelToo: boolean;
  /** Puts the elements of a reply together to one span an item, or says why that cannot be. */
  readonly group: GroupElements;
  /**
   * Which results a caller with one bare item gets without the list around them: `none`, `all`, or those that are `arrays`
   * (each is then the list that the caller would have got).
   */
  readonly bareForOne: 'none' | 'all' | 'arrays';
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

export function countMismatch(expected: number, got: number): string {
  return `expected ${expected} results, got ${got}`;
}
