import type { Clock } from '../kernel/clock.ts';
import type { Stored } from './port.ts';
import { SinkClosedError } from './sink-closed-error.ts';

/** One record's promise, and who may settle it. Settling twice is harmless. */
export interface Receipt {
  readonly stored: Promise<Stored>;
  settle(stored: Stored): void;
}

/**
 * What was put into a sink and is not settled. A sink is open until `close`, then takes nothing more, and has ended once nothing
 * is left or the grace is over; what is left then is rejected.
 */
export class Outstanding {
  readonly #clock: Clock;
  readonly #open = new Set<OpenReceipt>();
  readonly #ended = new AbortController();
  readonly #settled = (receipt: OpenReceipt): void => {
    if (this.#open.delete(receipt) && this.isEmpty) this.#emptied();
  };
  #closing: Promise<number> | undefined;
  #emptied = (): void => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isEmpty(): boolean {
    return this.#open.size === 0;
  }

  /** Aborted once the sink has ended. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** @throws {SinkClosedError} once the sink is closed */
  add(): Receipt {
    if (this.#ended.signal.aborted) throw this.#ended.signal.reason;
    if (this.#closing !== undefined) throw new SinkClosedError('The sink is closed.');
    const receipt = new OpenReceipt(this.#settled);
    this.#open.add(receipt);
    return receipt;
  }

  /** Resolves once the sink has ended, with how many records were left. Called again, it waits for the end first asked for. */
  close(graceMs: number): Promise<number> {
    this.#closing ??= this.#empty(graceMs).then(() => this.end());
    return this.#closing;
  }

  /** Ends now: rejects what is left, and all that comes. @returns how many were left */
  end(reason = new SinkClosedError()): number {
    this.#ended.abort(reason);
    const left = [...this.#open];
    this.#open.clear();
    for (const receipt of left) receipt.reject(reason);
    this.#emptied();
    return left.length;
  }

  #empty(graceMs: number): Promise<void> {
    if (this.isEmpty) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#clock.at(this.#clock.now() + graceMs, resolve);
      this.#emptied = () => {
        cancel();
        resolve();
      };
    });
  }
}

class OpenReceipt implements Receipt {
  readonly stored: Promise<Stored>;
  readonly #settled: (receipt: OpenReceipt) => void;
  #resolve!: (stored: Stored) => void;
  reject!: (error: Error) => void;

  constructor(settled: (receipt: OpenReceipt) => void) {
    this.#settled = settled;
    this.stored = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.reject = reject;
    });
  }

  settle(stored: Stored): void {
    this.#resolve(stored);
    this.#settled(this);
  }
}
