import type { ByteBudget } from '../../pulled/byte-budget.ts';

/** What an entry costs beside its bytes. */
const ENTRY_BYTES = 512;

/** What is taken of budgets for a record before it is known what it holds: one entry, mostly. */
export function bytesAhead({ data }: { readonly data: Buffer }): number {
  return data.length + ENTRY_BYTES;
}

/**
 * What the entries of one record hold of budgets. They are views of its bytes, all of which are there for as long as one entry
 * is: one of a thousand that waits for its turn keeps the bytes of the others, too. So those are given back with the last.
 */
export class RecordHold {
  readonly #bytes: number;
  readonly #budgets: readonly ByteBudget[];
  #entries: number;

  /**
   * Takes what they hold beside what is taken.
   * @param bytes of the record, or of what was unpacked of it
   * @param taken bytes
   */
  constructor(bytes: number, entries: number, budgets: readonly ByteBudget[], taken: number) {
    this.#bytes = bytes;
    this.#entries = entries;
    this.#budgets = budgets;
    const more = (entries === 0 ? 0 : bytes + entries * ENTRY_BYTES) - taken;
    if (more !== 0) for (const budget of budgets) budget.correct(more);
  }

  /** One entry holds nothing any more. */
  leave(): void {
    this.#entries -= 1;
    const bytes = this.#entries === 0 ? this.#bytes + ENTRY_BYTES : ENTRY_BYTES;
    for (const budget of this.#budgets) budget.giveBack(bytes);
  }
}
