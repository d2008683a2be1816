import type { Clock } from '../../kernel/clock.ts';
import type { TidegateError } from '../../kernel/errors.ts';

/** Why a job was ended before its end: nothing is answered any more. */
export class GaveUp extends Error {
  override readonly name = 'GaveUp';
}

/** How often it is looked whether anything was answered, in milliseconds. */
const LOOK_MS = 500;

/**
 * How long a job goes on without an answer: an endpoint that is down for a while is waited for, but not for ever, as somebody waits
 * for the job. One that refuses its first calls (wrong name, no permission) is not waited for at all.
 */
export class Patience {
  readonly #clock: Clock;
  readonly #forMs: number;
  readonly #lost: (why: GaveUp) => void;
  #wasAnswered = false;
  #isLost = false;
  /** What was last wrong, and since when, where nothing was answered since. */
  #trouble: { readonly error: TidegateError; readonly since: number } | undefined;
  #cancelTimer: (() => void) | undefined;

  /** @param lost told at most once */
  constructor(clock: Clock, forMs: number, lost: (why: GaveUp) => void) {
    this.#clock = clock;
    this.#forMs = forMs;
    this.#lost = lost;
  }

  /** The model has said something of a record: an answer, or that it is at fault. */
  answered(): void {
    this.#wasAnswered = true;
    this.#trouble = undefined;
  }

  /** A record is to be sent again because of this. */
  troubled(error: TidegateError): void {
    // A pipe may have been silent for long before.
    this.#trouble = { error, since: this.#trouble?.since ?? this.#clock.now() };
    if (error.code === 'ENDPOINT_REFUSED' && !this.#wasAnswered)
      this.#lose(`the endpoint refuses to be called: ${error.message}`);
    else this.#cancelTimer ??= this.#clock.at(this.#clock.now() + LOOK_MS, () => this.#look());
  }

  close(): void {
    this.#cancelTimer?.();
  }

  #look(): void {
    this.#cancelTimer = undefined;
    if (this.#trouble === undefined) return;
    if (this.#clock.now() - this.#trouble.since >= this.#forMs)
      this.#lose(`nothing was answered for ${this.#forMs / 1000} s: ${this.#trouble.error.message}`);
    else this.#cancelTimer = this.#clock.at(this.#clock.now() + LOOK_MS, () => this.#look());
  }

  #lose(why: string): void {
    if (!this.#isLost) this.#lost(new GaveUp(why));
    this.#isLost = true;
  }
}
