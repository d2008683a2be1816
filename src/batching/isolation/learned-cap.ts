/** A cap stands so long before twice the size is tried; twice as long after each trial that went wrong. */
const HOLD_MS = { first: 30_000, most: 600_000 };
/** One refusal without an item at fault may be chance; a second one within this time lowers the cap. */
const REMEMBERED_MS = 60_000;
/** Twice the size is tried early once a call took at most this share of the time in which the larger one did not end. */
const EASILY = 0.25;

const NONE = Number.POSITIVE_INFINITY;

/**
 * One cap on calls, in items or bytes, that the model taught: lowered when larger calls do not pass, doubled after a while
 * without trouble, and gone once it is no lower than the configured one. Pure.
 */
export class LearnedCap {
  readonly #ceiling: number;
  #cap = NONE;
  #raiseAt = NONE;
  #raisedAt = Number.NEGATIVE_INFINITY;
  #holdMs = HOLD_MS.first;
  /** The smallest call that was refused though all its parts passed, since a call of its size last passed. */
  #refused = NONE;
  #refusedAt = Number.NEGATIVE_INFINITY;
  /** The largest call that passed, smaller than that. */
  #passed = 0;
  /** How long a call had taken because of which the cap was lowered, when it was for that. */
  #gaveUpAfterMs: number | undefined;

  /** @param ceiling the configured cap */
  constructor(ceiling: number) {
    this.#ceiling = ceiling;
  }

  /** Infinity for none. */
  at(now: number): number {
    while (now >= this.#raiseAt) this.#raise(this.#raiseAt);
    return this.#cap;
  }

  /** A call of this size passed. */
  passed(size: number, durationMs: number, now: number): void {
    if (size >= this.#refused) this.#refused = NONE;
    this.#passed = Math.max(this.#passed, size);
    const after = this.#gaveUpAfterMs;
    if (after !== undefined && size >= this.at(now) && durationMs <= EASILY * after) this.#raise(now);
  }

  /**
   * A call of size `refused` was refused though all its parts, the largest of them `passed`, passed.
   * @param at when it was refused: together with another that was under way, it says no more than that
   */
  unexplained(refused: number, passed: number, at: number, now: number): void {
    const second = this.#refused !== NONE && at > this.#refusedAt && at - this.#refusedAt <= REMEMBERED_MS;
    const again = this.at(now) !== NONE || second;
    this.#refused = Math.min(this.#refused, refused);
    this.#refusedAt = now;
    this.#passed = Math.max(passed, this.#passed < this.#refused ? this.#passed : 0);
    if (again) this.#lower(this.#passed, now);
  }

  /** A call of this size was too much, beyond doubt. */
  tooMuch(size: number, now: number): void {
    this.#lower(Math.floor(size / 2), now);
  }

  /** A call of this size was not answered within `durationMs`. */
  tooSlow(size: number, durationMs: number, now: number): void {
    if (this.#lower(Math.floor(size / 2), now)) this.#gaveUpAfterMs = durationMs;
  }

  /** Of several calls of one size that were under way only the first tells something new. */
  #lower(to: number, now: number): boolean {
    const cap = Math.max(1, to);
    if (cap >= Math.min(this.at(now), this.#ceiling)) return false;
    const relapse = now < this.#raisedAt + this.#holdMs;
    this.#holdMs = relapse ? Math.min(HOLD_MS.most, 2 * this.#holdMs) : HOLD_MS.first;
    this.#cap = cap;
    this.#raiseAt = now + this.#holdMs;
    this.#gaveUpAfterMs = undefined;
    return true;
  }

  #raise(at: number): void {
    this.#raisedAt = at;
    this.#cap *= 2;
    this.#raiseAt = at + this.#holdMs;
    if (this.#cap < this.#ceiling) return;
    this.#cap = NONE;
    this.#raiseAt = NONE;
    this.#gaveUpAfterMs = undefined;
  }
}
