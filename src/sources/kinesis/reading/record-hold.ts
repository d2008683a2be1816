import type { ByteBudget } from '../../pulled/byte-budget.ts';

/** What an entry costs beside its bytes. */
const ENTRY_BYTES = 512;

/**
 * What the entries of one record hold of budgets. They are views of its bytes, all of which are there for as long as one entry
 * is: one of a thousand that waits for its turn keeps the bytes of the others, too. So those are given back with the last.
 */
export class RecordHold {
  readonly #bytes: number;
  readonly #budgets: readonly ByteBudget[];
  #entries: number;

  /** @param bytes of the record, or of what was unpacked of it */
  constructor(bytes: number, entries: number, budgets: readonly ByteBudget[]) {
    this.#bytes = bytes;
    this.#entries = entries;
    this.#budgets = budgets;
  }

  /** To be taken by whoever makes it. */
  get bytes(): number {
    return this.#entries === 0 ? 0 : this.#bytes + this.#entries * ENTRY_BYTES;
  }

  /** One entry holds nothing any more. */
  leave(): void {
    const before = this.bytes;
    this.#entries -= 1;
    for (const budget of this.#budgets) budget.giveBack(before - this.bytes);
  }
}
