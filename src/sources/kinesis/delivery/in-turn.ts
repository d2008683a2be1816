import { Fifo } from '../../../kernel/fifo.ts';

/** Lets one of each key go at a time, in the order in which they came; different keys go side by side. */
export class InTurn {
  /** Who waits behind the one that goes; nobody mostly, for which there is no list. */
  readonly #behind = new Map<string, Fifo<() => void> | undefined>();

  /** @returns what resolves when it is the caller's turn; undefined where it is at once */
  enter(key: string): Promise<void> | undefined {
    if (!this.#behind.has(key)) {
      this.#behind.set(key, undefined);
      return undefined;
    }
    const waiting = this.#behind.get(key) ?? new Fifo<() => void>();
    this.#behind.set(key, waiting);
    return new Promise((resolve) => waiting.push(resolve));
  }

  /** Whoever has gone in his turn must leave. */
  leave(key: string): void {
    const waiting = this.#behind.get(key);
    const next = waiting?.first;
    if (next === undefined) {
      this.#behind.delete(key);
      return;
    }
    waiting?.drop();
    next();
  }
}
