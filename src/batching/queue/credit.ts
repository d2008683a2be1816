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
  readonly #changed = (bytes: number, items: number): void => {
    this.#bytes += bytes;
    this.#items += items;
    if (items < 0) this.#serve();
  };

  /** @param queue the bounds of the whole queue */
  constructor(queue: { readonly maxSize: number; readonly maxBytes: number }) {
    this.#maxBytes = queue.maxBytes / 2;
    this.#maxItems = Math.floor(queue.maxSize / 2);
  }

  /** Resolves once there is room for a request of so many bytes. Rejects with the signal's reason when aborted first. */
  credit(bytes: number, signal: AbortSignal): Promise<Credit> {
    if (!signal.aborted && this.#waiting.first === undefined && this.#hasRoom(bytes)) return Promise.resolve(this.#take(bytes));
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

  #take(bytes: number): Credit {
    return new Held(bytes, this.#changed);
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

/** A request counts as one item until it is known how many it holds. */
class Held implements Credit {
  readonly bytes: number;
  readonly #changed: (bytes: number, items: number) => void;
  #items = 1;
  #state: 'taken' | 'counted' | 'released' = 'taken';

  constructor(bytes: number, changed: (bytes: number, items: number) => void) {
    this.bytes = bytes;
    this.#changed = changed;
    changed(bytes, 1);
  }

  counted(items: number): void {
    if (this.#state !== 'taken') return;
    this.#state = 'counted';
    this.#changed(0, items - this.#items);
    this.#items = items;
  }

  release(): void {
    if (this.#state === 'released') return;
    this.#state = 'released';
    this.#changed(-this.bytes, -this.#items);
  }
}
