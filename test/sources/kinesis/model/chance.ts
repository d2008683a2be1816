import { Mulberry32 } from '../../../support/mulberry32.ts';

/** What a run draws, from its seed. */
export class Chance {
  readonly #numbers: Mulberry32;

  constructor(seed: number) {
    this.#numbers = new Mulberry32(seed);
  }

  /** In [from, to). */
  between(from: number, to: number): number {
    return from + this.#numbers.next() * (to - from);
  }

  /** An integer in [from, to]. */
  whole(from: number, to: number): number {
    return Math.floor(this.between(from, to + 1));
  }

  is(share: number): boolean {
    return this.#numbers.next() < share;
  }

  /** @throws {RangeError} for an empty list */
  oneOf<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('Expected something to choose from');
    return list[this.whole(0, list.length - 1)] as T;
  }
}
