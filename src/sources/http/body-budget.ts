import type { Arrivals } from '../../endpoints/port.ts';
import { TidegateError } from '../../kernel/errors.ts';

/** Bytes of bodies held over all connections, from their first byte until their answer has left. */
export class BodyBudget implements Arrivals {
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Takes room for so many more; what to tell when there is none. */
  take(bytes: number): Error | undefined {
    if (this.#bytes + bytes > this.#maxBytes) {
      return new TidegateError('BUFFER_FULL', 'Too many request bodies are held at once.', { retryAfterMs: 1000 });
    }
    this.#bytes += bytes;
    return undefined;
  }

  /** Room or not: they are there already. */
  hold(bytes: number): void {
    this.#bytes += bytes;
  }

  isOver(): boolean {
    return this.#bytes > this.#maxBytes;
  }

  giveBack(bytes: number): void {
    this.#bytes -= bytes;
  }
}
