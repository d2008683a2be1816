import { Fifo } from '../../../kernel/fifo.ts';

/** What goes when its turn comes. */
export interface Turn {
  begin(): void;
}

/** Lets one of each key go at a time, in the order in which they came; different keys go side by side. */
export class InTurn {
  /** Who waits behind the one that goes; nobody mostly, for which there is no list. */
  readonly #behind = new Map<string, Fifo<Turn> | undefined>();

  /** @returns whether it is its turn at once; else it is begun when it is */
  enter(key: string, turn: Turn): boolean {
    if (!this.#behind.has(key)) {
      this.#behind.set(key, undefined);
      return true;
    }
    const waiting = this.#behind.get(key) ?? new Fifo<Turn>();
    this.#behind.set(key, waiting);
    waiting.push(turn);
    return false;
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
    // Else as many that end at once would each be a level deeper.
    queueMicrotask(() => next.begin());
  }
}
