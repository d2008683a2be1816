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
  readonly #rejects = new Map<Receipt, (error: Error) => void>();
  readonly #ended = new AbortController();
  #closing: Promise<number> | undefined;
  #emptied = (): void => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isEmpty(): boolean {
    return this.#rejects.size === 0;
  }

  /** Aborted once the sink has ended. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** @throws {SinkClosedError} once the sink is closed */
  add(): Receipt {
    if (this.#ended.signal.aborted) throw this.#ended.signal.reason;
    if (this.#closing !== undefined) throw new SinkClosedError('The sink is closed.');
    const { promise, resolve, reject } = settleable();
    const receipt: Receipt = {
      stored: promise,
      settle: (stored) => {
        resolve(stored);
        if (this.#rejects.delete(receipt) && this.isEmpty) this.#emptied();
      },
    };
    this.#rejects.set(receipt, reject);
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
    const rejects = [...this.#rejects.values()];
    this.#rejects.clear();
    for (const reject of rejects) reject(reason);
    this.#emptied();
    return rejects.length;
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

/** `Promise.withResolvers`, which Node 20 has not. */
function settleable(): { promise: Promise<Stored>; resolve: (stored: Stored) => void; reject: (error: Error) => void } {
  let settle: { resolve: (stored: Stored) => void; reject: (error: Error) => void } | undefined;
  const promise = new Promise<Stored>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle! };
}
