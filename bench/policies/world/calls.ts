import { MOST_ITEMS } from '../cells/cell.ts';

/** A call under way. */
interface Call {
  readonly requests: Int32Array;
  size: number;
  sentAt: number;
  /** The device's server, and what it takes in the mean; no server when the call was throttled. */
  server: number;
  meanMs: number;
}

/** The calls under way, by number; a number is used again when its call is over. */
export class Calls {
  readonly #calls: Call[] = [];
  readonly #free: number[] = [];

  /** A place for one more. */
  add(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    return this.#calls.push({ requests: new Int32Array(MOST_ITEMS), size: 0, sentAt: 0, server: -1, meanMs: 0 }) - 1;
  }

  get(call: number): Call {
    return this.#calls[call] as Call;
  }

  remove(call: number): void {
    this.#free.push(call);
  }
}
