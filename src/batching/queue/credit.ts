import { Fifo } from '../../kernel/fifo.ts';
import { onAbort } from '../../kernel/on-abort.ts';
import type { Credit } from '../port.ts';

interface Waiting {
  readonly bytes: number;
  readonly grant: () => void;
  hasLeft: boolean;
}

/**
 * Room that doors which pull must have before they read: together they hold at most half of the queue, in bytes and in items, so
 * that a stream never crowds out a caller who waits. First come, first served.
 */
export class CreditGate {
  readonly #maxBytes: number;
  readonly #maxItems: number;
  /** Whole backlogs wait here. */
  readonly #waiting = new Fifo<Waiting>();
  #bytes = 0;
  #items = 0;

  /** @param queue the bounds of the whole queue */
  constructor(queue: { readonly maxSize: number; readonly maxBytes: number }) {
    this.#maxBytes = queue.maxBytes / 2;
    this.#maxItems = Math.floor(queue.maxSize / 2);
  }

  /** Resolves once there is room for a request of so many bytes. Rejects with the signal's reason when aborted first. */
  credit(bytes: number, signal: AbortSignal): Promise<Credit> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const entry: Waiting = {
        bytes,
        grant: () => {
          stay();
          resolve(this.#take(bytes));
        },
        hasLeft: false,
      };
      const stay = onAbort(signal, () => {
        entry.hasLeft = true;
        reject(signal.reason);
        this.#serve();
      });
      this.#waiting.push(entry);
      this.#serve();
    });
  }

  /** A request counts as one item until it is known how many it holds. */
  #take(bytes: number): Credit {
    let items = 1;
    let state: 'taken' | 'counted' | 'released' = 'taken';
    this.#bytes += bytes;
    this.#items += items;
    return {
      bytes,
      counted: (held) => {
        if (state !== 'taken') return;
        state = 'counted';
        this.#items += held - items;
        items = held;
      },
      release: () => {
        if (state === 'released') return;
        state = 'released';
        this.#bytes -= bytes;
        this.#items -= items;
        this.#serve();
      },
    };
  }

  #serve(): void {
    for (let next = this.#waiting.first; next !== undefined; next = this.#waiting.first) {
      if (!next.hasLeft && !this.#hasRoom(next.bytes)) return;
      this.#waiting.drop();
      if (!next.hasLeft) next.grant();
    }
  }

  /** One request larger than all the room may have it when nobody else does. */
  #hasRoom(bytes: number): boolean {
    if (this.#items === 0) return true;
    return this.#items < this.#maxItems && this.#bytes + bytes <= this.#maxBytes;
  }
}
