import type { Clock } from '../kernel/clock.ts';

/** Why no more is sent. */
export type Over = 'calls' | 'time' | 'stopped';

export interface BudgetLimits {
  readonly calls: number;
  readonly ms: number;
}

/** What may be sent: so many calls, each begun within so long, until it is stopped. Time runs from the first question. */
export class Budget {
  readonly #clock: Clock;
  readonly #limits: BudgetLimits;
  readonly #stop: AbortSignal;
  #startedAt: number | undefined;
  #share = 1;
  #calls = 0;

  constructor(clock: Clock, limits: BudgetLimits, stop: AbortSignal) {
    this.#clock = clock;
    this.#limits = limits;
    this.#stop = stop;
  }

  /** Calls begun. */
  get calls(): number {
    return this.#calls;
  }

  /** Calls that may still be begun, time permitting. */
  get callsLeft(): number {
    return Math.floor(this.#limits.calls * this.#share) - this.#calls;
  }

  /** Milliseconds since the first call was asked for. */
  get elapsedMs(): number {
    return this.#startedAt === undefined ? 0 : this.#clock.now() - this.#startedAt;
  }

  /** Milliseconds in which calls may still be begun. */
  get msLeft(): number {
    return this.#limits.ms * this.#share - this.elapsedMs;
  }

  /** Of the whole budget, 0 to 1. */
  get spent(): number {
    return Math.min(1, Math.max(this.#calls / this.#limits.calls, this.elapsedMs / this.#limits.ms));
  }

  get over(): Over | undefined {
    if (this.#stop.aborted) return 'stopped';
    if (this.callsLeft <= 0) return 'calls';
    return this.msLeft <= 0 ? 'time' : undefined;
  }

  /** From now on so much of the whole may be spent; the rest is for later. */
  allow(share: number): void {
    this.#share = share;
  }

  /** Takes one call out of it. @returns false when there is none left */
  take(): boolean {
    this.#startedAt ??= this.#clock.now();
    if (this.over !== undefined) return false;
    this.#calls += 1;
    return true;
  }
}
