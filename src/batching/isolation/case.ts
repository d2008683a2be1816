import type { CallEnding } from '../port.ts';
import type { Chunk } from '../queue/chunk.ts';
import { WHOLE_TRIES } from './judge.ts';

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

/** What is known when somebody has left. */
const NOTHING_KNOWN = { known: false, wentWrong: undefined };

/** One that went wrong by itself, while nothing sent since its batch went wrong has passed: it may be the endpoint that is at fault. */
interface Suspected<P, R> {
  readonly chunk: Chunk<P, R>;
  /** What it is told if it turns out to be at fault. */
  readonly error: Error;
}

/** To be sent once more, whole. */
interface Again<P, R> {
  readonly kind: 'again';
  chunks: readonly Chunk<P, R>[];
  notBefore: number;
  tries: number;
  /** Of a request that is sent singly: the call of its batch, if this is to tell whether that was too large. */
  readonly wentWrong: WentWrong | undefined;
}

/** To be searched. */
interface Narrow<P, R> {
  readonly kind: 'narrow';
  /** Searched now. */
  suspects: readonly Chunk<P, R>[];
  /** Whether they are known to hold an item at fault. */
  known: boolean;
  notBefore: number;
  /** To be tried once the search is over: may hold another. */
  aside: readonly Chunk<P, R>[];
  /** The last call that did, unless somebody of it has left; and the items of the largest part of it that passed since. */
  wentWrong: WentWrong | undefined;
  passed: number;
  culprits: number;
  suspected: readonly Suspected<P, R>[];
  /** When this batch went wrong. */
  readonly since: number;
  /** Whether the endpoint is known to work, or nobody is left who could show it. */
  endpointWorks: boolean;
}

/**
 * A batch that went wrong, kept apart from all others until it is known what its requests are to be told. One call of it is under
 * way at a time, so that a search takes no more than one slot from its neighbours (requests sent singly are a case each).
 *
 * `again`: it is sent whole once more. `narrow`: a binary search for the item at fault. Of a set known to hold one the first half
 * is tried. Does it pass, the other half holds it: it is tried, too, as long as it is large, for if it passes as well then the
 * size was at fault and not an item; a small one is searched at once. Does the first half fail, the search goes on in it, from its
 * other end, and the other half, of which nothing is known any more, is tried when the search is over. One item at fault among 32
 * costs at most 9 calls, and all its neighbours are answered by those.
 *
 * While everything fails, an item at fault can not be told from an endpoint that is: what fails by itself is only suspected, until
 * something passes that was sent since: an endpoint that has just gone down still answers what it was sent before. From the other
 * end, that is soon.
 */
export class Case<P, R> {
  readonly key: string;
  /** Whether it is one request of a batch that is sent singly. */
  readonly isSingle: boolean;
  readonly #manyAtFault: boolean;
  #state: Again<P, R> | Narrow<P, R>;
  /** Whether what goes wrong with its call under way may be the fault of an item. */
  #excused = false;
  /** How much of the suspects is being tried. */
  #trying: 'none' | 'half' | 'all' = 'none';

  private constructor(key: string, state: Again<P, R> | Narrow<P, R>, isSingle = false, manyAtFault = false) {
    this.key = key;
    this.#state = state;
    this.isSingle = isSingle;
    this.#manyAtFault = manyAtFault;
  }

  /** Of a batch to be sent whole. @param tries times that it was */
  static again<P, R>(chunks: readonly Chunk<P, R>[], notBefore: number, tries: number): Case<P, R> {
    return new Case(keyOf(chunks), { kind: 'again', chunks, notBefore, tries, wentWrong: undefined });
  }

  /** Of one request, or item, of a batch that is sent singly from now on: perhaps because many of it are at fault. */
  static single<P, R>(chunk: Chunk<P, R>, manyAtFault: boolean, wentWrong?: WentWrong): Case<P, R> {
    const chunks = [chunk];
    const state = { kind: 'again', chunks, notBefore: Number.NEGATIVE_INFINITY, tries: 0, wentWrong } as const;
    return new Case<P, R>(keyOf(chunks), state, true, manyAtFault);
  }

  /**
   * Of a batch to be searched.
   * @param wentWrong undefined when somebody has left it since it was sent
   * @param since when it went wrong
   */
  static narrow<P, R>(chunks: readonly Chunk<P, R>[], wentWrong: WentWrong | undefined, since: number): Case<P, R> {
    const known = { suspects: chunks, known: wentWrong !== undefined, wentWrong, passed: 0, notBefore: Number.NEGATIVE_INFINITY };
    return new Case(keyOf(chunks), {
      kind: 'narrow',
      ...known,
      aside: [],
      culprits: 0,
      suspected: [],
      endpointWorks: false,
      since,
    });
  }

  get kind(): 'again' | 'narrow' {
    return this.#state.kind;
  }

  /** Whether what goes wrong with its call under way may be the fault of an item, and not of the endpoint. */
  get excused(): boolean {
    return this.#excused;
  }

  /** Times it was sent whole; 0 for a part of it. */
  get tries(): number {
    return this.#state.kind === 'again' ? this.#state.tries : 0;
  }

  get underWay(): boolean {
    return this.#trying !== 'none';
  }

  get notBefore(): number {
    return this.#state.notBefore;
  }

  /** All that waits in it. */
  chunks(): readonly Chunk<P, R>[] {
    const state = this.#state;
    if (state.kind === 'again') return state.chunks.filter(isWaiting);
    return [...state.suspects, ...state.aside, ...state.suspected.map(({ chunk }) => chunk)].filter(isWaiting);
  }

  /** What would be sent next: empty while a call is under way, or when nothing is left. */
  next(): readonly Chunk<P, R>[] {
    if (this.underWay) return [];
    const state = this.#state;
    if (state.kind === 'again') return state.chunks.filter(isWaiting);
    const suspects = state.suspects.filter(isWaiting);
    // The item at fault may have gone with its caller: that the others pass then says nothing about their size.
    if (suspects.length < state.suspects.length) state.wentWrong = undefined;
    state.suspects = suspects;
    if (suspects.length === 0) this.#turnToRest(state);
    return state.known && state.suspects.length > 1 ? state.suspects.slice(0, half(state.suspects)) : state.suspects;
  }

  /** What `next` said is sent. */
  sent(): void {
    const state = this.#state;
    this.#trying = 'all';
    if (state.kind === 'again') {
      state.chunks = [];
      state.tries += 1;
      this.#excused = this.#manyAtFault || state.tries > WHOLE_TRIES;
      return;
    }
    this.#excused = state.suspected.length === 0;
    if (state.known && state.suspects.length > 1) {
      this.#trying = 'half';
      state.suspects = state.suspects.slice(half(state.suspects));
    } else {
      state.suspects = [];
    }
  }

  /** Its call is over, whatever came of it. */
  landed(): void {
    this.#trying = 'none';
  }

  /** What was tried waits again; nothing was learned. @param all whether nobody has left it since */
  putBack(chunks: readonly Chunk<P, R>[], all: boolean, notBefore: number): void {
    const state = this.#state;
    if (state.kind !== 'narrow') return;
    state.suspects = [...chunks, ...state.suspects];
    state.notBefore = notBefore;
    if (!all) Object.assign(state, NOTHING_KNOWN);
  }

  /** What was tried is not waited for any more, and what is known of the others with it. */
  gone(): void {
    if (this.#state.kind === 'narrow') Object.assign(this.#state, NOTHING_KNOWN);
  }

  /** What was tried, so many items, has passed. @returns how, when it turns out that no item was at fault */
  passed(items: number): Unexplained | undefined {
    const state = this.#state;
    const tried = this.#trying;
    if (state.kind === 'again') return state.wentWrong && { ...state.wentWrong, passed: items };
    state.passed = Math.max(state.passed, items);
    if (tried === 'half') {
      state.known = itemsOf(state.suspects) <= INFERRED;
      return undefined;
    }
    const { wentWrong, passed } = state;
    this.#turnToRest(state);
    return wentWrong && { ...wentWrong, passed };
  }

  /** What was tried, more than one piece, went wrong. @param wentWrong undefined when somebody has left it since */
  wrong(chunks: readonly Chunk<P, R>[], wentWrong: WentWrong | undefined): void {
    const state = this.#state;
    if (state.kind !== 'narrow') return;
    state.aside = [...state.aside, ...state.suspects];
    state.suspects = chunks.toReversed();
    state.known = wentWrong !== undefined;
    state.wentWrong = wentWrong;
    state.passed = 0;
  }

  /** What was tried is the item at fault. @returns whether there have been many */
  found(): boolean {
    const state = this.#state;
    if (state.kind !== 'narrow') return false;
    state.culprits += 1;
    this.#turnFromOne(state);
    return state.culprits >= MANY_CULPRITS;
  }

  /** Whether it is open yet if the endpoint works, and there are others that may show it. */
  mayShow(): boolean {
    const state = this.#state;
    return state.kind === 'narrow' && !state.endpointWorks && [...state.suspects, ...state.aside].some(isWaiting);
  }

  /** What was tried went wrong by itself, and may be at fault. */
  suspect(suspected: readonly Suspected<P, R>[]): void {
    const state = this.#state;
    if (state.kind !== 'narrow') return;
    state.suspected = [...state.suspected, ...suspected];
    this.#turnFromOne(state);
  }

  /**
   * Those who are at fault, should something have passed that was sent since, of this batch or another.
   * @param workedAt when the latest call was sent that the endpoint has dealt with
   */
  convicted(workedAt: number): readonly Suspected<P, R>[] {
    const state = this.#state;
    if (state.kind !== 'narrow' || workedAt < state.since) return [];
    const { suspected } = state;
    state.suspected = [];
    state.endpointWorks = true;
    return suspected.filter(({ chunk }) => isWaiting(chunk));
  }

  #turnFromOne(state: Narrow<P, R>): void {
    state.aside = [...state.aside, ...state.suspects];
    this.#turnToRest(state);
  }

  #turnToRest(state: Narrow<P, R>): void {
    state.suspects = state.aside.filter(isWaiting);
    state.aside = [];
    state.known = false;
    state.wentWrong = undefined;
    state.passed = 0;
    if (state.suspects.length > 0 || state.suspected.length === 0) return;
    state.suspects = state.suspected.map(({ chunk }) => chunk).filter(isWaiting);
    state.suspected = [];
    state.endpointWorks = true;
  }
}

function isWaiting<P, R>(chunk: Chunk<P, R>): boolean {
  return chunk.flow !== undefined;
}

function keyOf<P, R>(chunks: readonly Chunk<P, R>[]): string {
  return chunks[0]?.request.submission.key ?? '';
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
