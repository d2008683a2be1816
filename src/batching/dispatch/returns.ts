/** Weight of a new observation. */
const LEARN = 0.2;
/** And of the rate at which items come: near capacity a small error in it makes a large one in the pace. */
const LEARN_RATE = 0.05;

/** Returns are a rush when they are so many times as dense as the traffic at large. */
const RUSH = 1.3;
/** The share of callers that makes a habit. */
const MOSTLY = 0.6;

/** After a batch was answered: who of its callers has come back so far. */
interface Echo {
  readonly at: number;
  readonly answered: number;
  /** What comes later is no return. */
  readonly until: number;
  returned: number;
  lastAfterMs: number;
}

/** Callers that are expected back. */
export interface Expected {
  readonly items: number;
  /** Monotonic time by which they mostly are. */
  readonly by: number;
  /** Whether they come in a rush, and are no part of the traffic at large. */
  readonly inRush: boolean;
}

/**
 * The habit of callers to come back: what share of the items of an answered batch is followed by as many new ones of the same
 * key, and how soon. It is observed whether or not anything is held back for it, so holding back can not feed on itself.
 * Arrivals that do not come in a rush after an answer are no return: the share counts only where the rush is denser than the
 * traffic at large.
 */
export class Returns {
  /** By key, the answers whose callers may still come back; oldest first. */
  readonly #echoes = new Map<string, Echo[]>();
  #share = 0;
  /** What share of the answers is followed by a rush. */
  #rushes = 0;
  #meanMs = 0;
  #deviationMs = 0;
  /** Items that come, of all keys. */
  ratePerMs = 0;
  #arrivals = 0;
  #lastAnswerAt: number | undefined;

  /** Items of `key` came in. They are taken for those who have been gone for longest. */
  arrived(key: string, items: number, now: number): void {
    this.#arrivals += items;
    const echoes = this.#echoes.get(key);
    if (echoes === undefined) return;
    this.#closePast(key, echoes, now);
    let left = items;
    for (const echo of echoes) {
      const returned = Math.min(left, echo.answered - echo.returned);
      if (returned > 0) echo.lastAfterMs = now - echo.at;
      echo.returned += returned;
      left -= returned;
    }
  }

  /** Items of `key` were answered. Only what comes within `horizonMs` will count as a return. */
  answered(key: string, items: number, now: number, horizonMs: number): void {
    this.#observeRate(now);
    for (const [other, echoes] of this.#echoes) this.#closePast(other, echoes, now);
    const echo = { at: now, answered: items, until: now + horizonMs, returned: 0, lastAfterMs: 0 };
    const open = this.#echoes.get(key);
    if (open === undefined) this.#echoes.set(key, [echo]);
    else open.push(echo);
  }

  /** The callers of `key` that are still to come back, if they have the habit. */
  expected(key: string): Expected | undefined {
    let habitual = 0;
    let items = 0;
    let by = 0;
    for (const echo of this.#echoes.get(key) ?? []) {
      habitual = Math.max(habitual, this.#share * echo.answered);
      items += Math.max(0, Math.round(this.#share * echo.answered) - echo.returned);
      by = echo.at + this.#withinMs;
    }
    return items < 1 ? undefined : { items, by, inRush: this.#isRush(habitual) };
  }

  /** Within how long callers mostly come back, in milliseconds; 0 when most do not, or not in a rush. */
  get habitMs(): number {
    return this.#share * this.#rushes < MOSTLY ? 0 : this.#meanMs;
  }

  get #withinMs(): number {
    return this.#meanMs + 3 * this.#deviationMs;
  }

  #isRush(items: number): boolean {
    return items >= RUSH * this.ratePerMs * this.#withinMs;
  }

  /** An answer is done with when all are back, or its time is up. */
  #closePast(key: string, echoes: Echo[], now: number): void {
    for (let first = echoes[0]; first !== undefined; first = echoes[0]) {
      if (first.returned < first.answered && now <= first.until) break;
      echoes.shift();
      this.#close(first);
    }
    if (echoes.length === 0) this.#echoes.delete(key);
  }

  #close(echo: Echo): void {
    this.#share += LEARN * (echo.returned / echo.answered - this.#share);
    this.#rushes += LEARN * ((this.#isRush(echo.returned) ? 1 : 0) - this.#rushes);
    if (echo.returned === 0) return;
    const error = this.#meanMs === 0 ? 0 : echo.lastAfterMs - this.#meanMs;
    this.#meanMs = this.#meanMs === 0 ? echo.lastAfterMs : this.#meanMs + LEARN * error;
    this.#deviationMs += LEARN * (Math.abs(error) - this.#deviationMs);
  }

  #observeRate(now: number): void {
    if (this.#lastAnswerAt !== undefined && now > this.#lastAnswerAt) {
      this.ratePerMs += LEARN_RATE * (this.#arrivals / (now - this.#lastAnswerAt) - this.ratePerMs);
      this.#arrivals = 0;
    }
    this.#lastAnswerAt = now;
  }
}
