import type { CallEnding } from '../port.ts';
import type { Chunk } from '../queue/chunk.ts';

/** Of a set of at most so many items it is inferred, not tried, that the item at fault is in it. */
const INFERRED = 4;
/** After so many items at fault the rest of a batch is sent singly: there are too many to be searched for. */
const MANY_CULPRITS = 3;

/** A call that went wrong: its size in items, how it ended, and when. */
export interface WentWrong {
  readonly refused: number;
  readonly call: CallEnding;
  readonly at: number;
}

/** A call went wrong though all its parts passed; the size of the largest part in items. */
export interface Unexplained extends WentWrong {
  readonly passed: number;
}

/** One that went wrong by itself, while nothing sent since its batch went wrong has passed: it may be the endpoint that is at fault. */
export interface Suspected<P, R> {
  readonly chunk: Chunk<P, R>;
  /** What it is told if it turns out to be at fault. */
  readonly error: Error;
}

/** How much of the suspects a call tries. */
export type Trying = 'half' | 'all';

/**
 * A binary search for the item at fault in a batch that went wrong. Of a set known to hold one the first half is tried. Does it
 * pass, the other half holds it: it is tried, too, as long as it is large, for if it passes as well then the size was at fault and
 * not an item; a small one is searched at once. Does the first half fail, the search goes on in it, from its other end, and the
 * other half, of which nothing is known any more, is tried when the search is over. One item at fault among 32 costs at most 9 calls,
 * and all its neighbours are answered by those.
 *
 * While everything fails, an item at fault can not be told from an endpoint that is: what fails by itself is only suspected, until
 * something passes that was sent since: an endpoint that has just gone down still answers what it was sent before. From the other
 * end, that is soon.
 */
export class Narrowing<P, R> {
  readonly kind = 'narrow';
  /** When the batch went wrong. */
  readonly #since: number;
  /** Searched now. */
  #suspects: readonly Chunk<P, R>[];
  /** Whether they are known to hold an item at fault. */
  #known: boolean;
  /** To be tried once the search is over: may hold another. */
  #aside: readonly Chunk<P, R>[] = [];
  /** The last call that did, unless somebody of it has left; and the items of the largest part of it that passed since. */
  #wentWrong: WentWrong | undefined;
  #passed = 0;
  #culprits = 0;
  #suspected: readonly Suspected<P, R>[] = [];
  /** Whether the endpoint is known to work, or nobody is left who could show it. */
  #endpointWorks = false;
  notBefore = Number.NEGATIVE_INFINITY;

  /** @param wentWrong undefined when somebody has left the batch since it was sent. @param since when it went wrong */
  constructor(chunks: readonly Chunk<P, R>[], wentWrong: WentWrong | undefined, since: number) {
    this.#suspects = chunks;
    this.#known = wentWrong !== undefined;
    this.#wentWrong = wentWrong;
    this.#since = since;
  }

  /** All that waits in it. */
  chunks(): readonly Chunk<P, R>[] {
    return [...this.#suspects, ...this.#aside, ...this.#suspected.map(({ chunk }) => chunk)].filter(isWaiting);
  }

  next(): readonly Chunk<P, R>[] {
    const suspects = this.#suspects.filter(isWaiting);
    // The item at fault may have gone with its caller: that the others pass then says nothing about their size.
    if (suspects.length < this.#suspects.length) this.#wentWrong = undefined;
    this.#suspects = suspects;
    if (suspects.length === 0) this.#turnToRest();
    return this.#isHalved ? this.#suspects.slice(0, half(this.#suspects)) : this.#suspects;
  }

  /** What `next` said is sent. @returns how much that is, and whether what goes wrong with it may be the fault of an item */
  sent(): { readonly trying: Trying; readonly excused: boolean } {
    const trying = this.#isHalved ? 'half' : 'all';
    this.#suspects = trying === 'half' ? this.#suspects.slice(half(this.#suspects)) : [];
    return { trying, excused: this.#suspected.length === 0 };
  }

  /** What was tried waits again; nothing was learned. @param all whether nobody has left it since */
  putBack(chunks: readonly Chunk<P, R>[], all: boolean, notBefore: number): void {
    this.#suspects = [...chunks, ...this.#suspects];
    this.notBefore = notBefore;
    if (!all) this.gone();
  }

  /** What was tried is not waited for any more, and what is known of the others with it. */
  gone(): void {
    this.#known = false;
    this.#wentWrong = undefined;
  }

  /** What was tried, so many items, has passed. @returns how, when it turns out that no item was at fault */
  passed(items: number, tried: Trying): Unexplained | undefined {
    this.#passed = Math.max(this.#passed, items);
    if (tried === 'half') {
      this.#known = itemsOf(this.#suspects) <= INFERRED;
      return undefined;
    }
    const wentWrong = this.#wentWrong;
    const passed = this.#passed;
    this.#turnToRest();
    return wentWrong && { ...wentWrong, passed };
  }

  /** What was tried, more than one piece, went wrong. @param wentWrong undefined when somebody has left it since */
  wrong(chunks: readonly Chunk<P, R>[], wentWrong: WentWrong | undefined): void {
    this.#aside = [...this.#aside, ...this.#suspects];
    this.#suspects = chunks.toReversed();
    this.#known = wentWrong !== undefined;
    this.#wentWrong = wentWrong;
    this.#passed = 0;
  }

  /** What was tried is the item at fault. @returns whether there have been many */
  found(): boolean {
    this.#culprits += 1;
    this.#turnFromOne();
    return this.#culprits >= MANY_CULPRITS;
  }

  /** Whether it is open yet if the endpoint works, and there are others that may show it. */
  mayShow(): boolean {
    return !this.#endpointWorks && [...this.#suspects, ...this.#aside].some(isWaiting);
  }

  /** What was tried went wrong by itself, and may be at fault. */
  suspect(suspected: readonly Suspected<P, R>[]): void {
    this.#suspected = [...this.#suspected, ...suspected];
    this.#turnFromOne();
  }

  /**
   * Those who are at fault, should something have passed that was sent since, of this batch or another.
   * @param workedAt when the latest call was sent that the endpoint has dealt with
   */
  convicted(workedAt: number): readonly Suspected<P, R>[] {
    if (workedAt < this.#since) return [];
    const suspected = this.#suspected;
    this.#suspected = [];
    this.#endpointWorks = true;
    return suspected.filter(({ chunk }) => isWaiting(chunk));
  }

  get #isHalved(): boolean {
    return this.#known && this.#suspects.length > 1;
  }

  #turnFromOne(): void {
    this.#aside = [...this.#aside, ...this.#suspects];
    this.#turnToRest();
  }

  #turnToRest(): void {
    this.#suspects = this.#aside.filter(isWaiting);
    this.#aside = [];
    this.gone();
    this.#passed = 0;
    if (this.#suspects.length > 0 || this.#suspected.length === 0) return;
    this.#suspects = this.#suspected.map(({ chunk }) => chunk).filter(isWaiting);
    this.#suspected = [];
    this.#endpointWorks = true;
  }
}

export function isWaiting<P, R>(chunk: Chunk<P, R>): boolean {
  return chunk.flow !== undefined;
}

function itemsOf<P, R>(chunks: readonly Chunk<P, R>[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.items.length, 0);
}

/** Chunks that make up about half of the items; at least one, not all. */
function half<P, R>(chunks: readonly Chunk<P, R>[]): number {
  const wanted = itemsOf(chunks) / 2;
  let items = 0;
  let count = 0;
  while (count < chunks.length - 1 && items < wanted) {
    items += chunks[count]?.items.length ?? 0;
    count += 1;
  }
  return Math.max(1, count);
}
