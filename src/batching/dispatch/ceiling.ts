/** How long a ceiling stands before one more call is tried: twice as long each time that it was throttled again. */
const HOLD_MS = { first: 1000, most: 60_000 };
/** And so many calls, so that trials stay a small share of them. */
const HOLD_CALLS = 100;

/** The most calls at once that an endpoint lets in, learned from those that it throttled. */
export class Ceiling {
  #calls = Number.POSITIVE_INFINITY;
  #raiseAt = Number.POSITIVE_INFINITY;
  #holdMs = HOLD_MS.first;
  #passed = 0;
  #raised = false;

  /** Calls at once; Infinity while none was throttled. */
  get calls(): number {
    return this.#calls;
  }

  /** The same, after one more is allowed when it is time to try that. */
  at(now: number): number {
    if (now >= this.#raiseAt && this.#passed >= HOLD_CALLS) {
      this.#calls += 1;
      this.#raised = true;
      this.#wait(now);
    }
    return this.#calls;
  }

  /** A call was let in. */
  passed(): void {
    this.#passed += 1;
  }

  /** One was throttled that was sent while `ahead` others were under way. */
  throttled(ahead: number, now: number): void {
    const calls = Math.max(1, ahead);
    if (calls >= this.#calls) return;
    this.#holdMs = this.#raised ? Math.min(HOLD_MS.most, 2 * this.#holdMs) : HOLD_MS.first;
    this.#calls = calls;
    this.#raised = false;
    this.#wait(now);
  }

  #wait(now: number): void {
    this.#raiseAt = now + this.#holdMs;
    this.#passed = 0;
  }
}
