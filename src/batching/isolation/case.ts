import type { Chunk } from '../queue/chunk.ts';
import { WHOLE_TRIES } from './judge.ts';
import { isWaiting, Narrowing, type Suspected, type Trying, type Unexplained, type WentWrong } from './narrowing.ts';

export type { Unexplained, WentWrong } from './narrowing.ts';

/** To be sent once more, whole. */
interface Again<P, R> {
  readonly kind: 'again';
  chunks: readonly Chunk<P, R>[];
  readonly notBefore: number;
  tries: number;
  /** Of a request that is sent singly: the call of its batch, if this is to tell whether that was too large. */
  readonly wentWrong: WentWrong | undefined;
}

/**
 * A batch that went wrong, kept apart from all others until it is known what its requests are to be told. `again`: it is sent whole
 * once more; `narrow`: it is searched for the item at fault. One call of it is under way at a time, so that a search takes no more
 * than one slot from its neighbours (requests sent singly are a case each).
 */
export class Case<P, R> {
  readonly key: string;
  /** Whether it is one request of a batch that is sent singly. */
  readonly isSingle: boolean;
  readonly #manyAtFault: boolean;
  readonly #state: Again<P, R> | Narrowing<P, R>;
  /** Whether what goes wrong with its call under way may be the fault of an item. */
  #excused = false;
  #trying: 'none' | Trying = 'none';

  private constructor(key: string, state: Again<P, R> | Narrowing<P, R>, isSingle = false, manyAtFault = false) {
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
    return new Case(keyOf(chunks), new Narrowing(chunks, wentWrong, since));
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
    return this.#state.kind === 'again' ? this.#state.chunks.filter(isWaiting) : this.#state.chunks();
  }

  /** What would be sent next: empty while a call is under way, or when nothing is left. */
  next(): readonly Chunk<P, R>[] {
    if (this.underWay) return [];
    return this.#state.kind === 'again' ? this.#state.chunks.filter(isWaiting) : this.#state.next();
  }

  /** What `next` said is sent. */
  sent(): void {
    const state = this.#state;
    if (state.kind === 'again') {
      state.chunks = [];
      state.tries += 1;
      this.#trying = 'all';
      this.#excused = this.#manyAtFault || state.tries > WHOLE_TRIES;
    } else {
      const { trying, excused } = state.sent();
      this.#trying = trying;
      this.#excused = excused;
    }
  }

  /** Its call is over, whatever came of it. */
  landed(): void {
    this.#trying = 'none';
  }

  /** What was tried waits again; nothing was learned. @param all whether nobody has left it since */
  putBack(chunks: readonly Chunk<P, R>[], all: boolean, notBefore: number): void {
    this.#search?.putBack(chunks, all, notBefore);
  }

  /** What was tried is not waited for any more, and what is known of the others with it. */
  gone(): void {
    this.#search?.gone();
  }

  /** What was tried, so many items, has passed. @returns how, when it turns out that no item was at fault */
  passed(items: number): Unexplained | undefined {
    const state = this.#state;
    if (state.kind === 'again') return state.wentWrong && { ...state.wentWrong, passed: items };
    return state.passed(items, this.#trying === 'half' ? 'half' : 'all');
  }

  /** What was tried, more than one piece, went wrong. @param wentWrong undefined when somebody has left it since */
  wrong(chunks: readonly Chunk<P, R>[], wentWrong: WentWrong | undefined): void {
    this.#search?.wrong(chunks, wentWrong);
  }

  /** What was tried is the item at fault. @returns whether there have been many */
  found(): boolean {
    return this.#search?.found() ?? false;
  }

  /** Whether it is open yet if the endpoint works, and there are others that may show it. */
  mayShow(): boolean {
    return this.#search?.mayShow() ?? false;
  }

  /** What was tried went wrong by itself, and may be at fault. */
  suspect(suspected: readonly Suspected<P, R>[]): void {
    this.#search?.suspect(suspected);
  }

  /** Those who are at fault by now: see `Narrowing`. */
  convicted(workedAt: number): readonly Suspected<P, R>[] {
    return this.#search?.convicted(workedAt) ?? [];
  }

  get #search(): Narrowing<P, R> | undefined {
    return this.#state.kind === 'narrow' ? this.#state : undefined;
  }
}

function keyOf<P, R>(chunks: readonly Chunk<P, R>[]): string {
  return chunks[0]?.request.submission.key ?? '';
}
