import type { Clock } from '../kernel/clock.ts';
import type { Depositor, SinkRecord, Stored } from './port.ts';
import { SinkClosedError } from './sink-closed-error.ts';

/** What is owed to who put one record. Settling twice is harmless. */
export interface Receipt {
  readonly record: SinkRecord;
  settle(stored: Stored): void;
}

/**
 * What was put into a sink and is not settled. A sink is open until `close`, then takes nothing more, and has ended once nothing
 * is left or the grace is over; what is left then is lost.
 */
export class Outstanding {
  readonly #clock: Clock;
  readonly #open = new Set<OpenReceipt>();
  readonly #ended = new AbortController();
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

  /** @returns undefined once the sink is closed, which the depositor is told */
  add(record: SinkRecord, depositor: Depositor): Receipt | undefined {
    if (this.#closing !== undefined || this.#ended.signal.aborted) {
      depositor.lost(this.#ended.signal.reason ?? new SinkClosedError('The sink is closed.'));
      return undefined;
    }
    const receipt = new OpenReceipt(record, depositor, this);
    this.#open.add(receipt);
    return receipt;
  }

  settle(receipt: OpenReceipt, stored: Stored): void {
    if (!this.#open.delete(receipt)) return;
    receipt.depositor.stored(stored);
    if (this.isEmpty) this.#emptied();
  }

  /** Resolves once the sink has ended, with how many records were left. Called again, it waits for the end first asked for. */
  close(graceMs: number): Promise<number> {
    this.#closing ??= this.#empty(graceMs).then(() => this.end());
    return this.#closing;
  }

  /** Ends now: what is left is lost, and all that comes. @returns how many were left */
  end(reason = new SinkClosedError()): number {
    this.#ended.abort(reason);
    const left = [...this.#open];
    this.#open.clear();
    for (const { depositor } of left) depositor.lost(reason);
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
  readonly record: SinkRecord;
  readonly depositor: Depositor;
  readonly #outstanding: Outstanding;

  constructor(record: SinkRecord, depositor: Depositor, outstanding: Outstanding) {
    this.record = record;
    this.depositor = depositor;
    this.#outstanding = outstanding;
  }

  settle(stored: Stored): void {
    this.#outstanding.settle(this, stored);
  }
}
