import { ByteBudget } from '../../pulled/byte-budget.ts';
import type { StreamRecord } from '../stream-port.ts';

/** Between a reader that hands pages over and whoever asks for them: the next is read only when the one before is done with. */
export class PageByPage {
  /** For the reader: room for a page, whatever its size, as long as no other one is held. */
  readonly room = new ByteBudget(1);
  #page: readonly StreamRecord[] | undefined;
  #hasEnded = false;
  #wake = (): void => {};

  /** @returns what it holds, in terms of `room` */
  put(records: readonly StreamRecord[]): number {
    if (records.length === 0) return 0;
    this.#page = records;
    this.#wake();
    return 1;
  }

  /** @param reading rejects with what ends the pages, too */
  async *until(reading: Promise<unknown>): AsyncGenerator<readonly StreamRecord[]> {
    const ended = (): void => {
      this.#hasEnded = true;
      this.#wake();
    };
    reading.then(ended, ended);
    while (await this.#next()) {
      yield this.#page ?? [];
      this.#page = undefined;
      this.room.giveBack(1);
    }
    await reading;
  }

  /** Resolves when there is a page, or never will be. */
  async #next(): Promise<boolean> {
    if (this.#page === undefined && !this.#hasEnded)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    return this.#page !== undefined;
  }
}
