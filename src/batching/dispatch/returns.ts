/** Weight of a new observation. */
const LEARN = 0.2;

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
}

/**
 * The habit of callers to come back: what share of the items of an answered batch is followed by as many new ones of the same
 * key, and how soon. It is observed whether or not anything is held back for it, so holding back can not feed on itself.
 * Arrivals that do not come in a rush after an answer are no return: the share counts only where the rush is denser than the
 * traffic at large.
 */
export class Returns {
  readonly #echoes = new Map<string, Echo>();
  #share = 0;
  #meanMs = 0;
  #deviationMs = 0;
  #ratePerMs = 0;
  #arrivals = 0;
  #lastAnswerAt: number | undefined;

  /** Items of `key` came in. */
  arrived(key: string, items: number, now: number): void {
    this.#arrivals += items;
    const echo = this.#echoes.get(key);
    if (echo === undefined || echo.returned >= echo.answered || now > echo.until) return;
    echo.returned = Math.min(echo.answered, echo.returned + items);
    echo.lastAfterMs = now - echo.at;
  }

  /** Items of `key` were answered. Only what comes within `horizonMs` will count as a return. */
  answered(key: string, items: number, now: number, horizonMs: number): void {
    this.#observeRate(now);
    for (const [other, echo] of this.#echoes) {
      if (now <= echo.until) break;
      this.#close(other, echo);
    }
    const again = this.#echoes.get(key);
    if (again !== undefined) this.#close(key, again);
    this.#echoes.set(key, { at: now, answered: items, until: now + horizonMs, returned: 0, lastAfterMs: 0 });
  }

  /** The callers of `key` that are still to come back, if they have the habit. */
  expected(key: string): Expected | undefined {
    const echo = this.#echoes.get(key);
    if (echo === undefined) return undefined;
    const habitual = this.#share * echo.answered;
    const withinMs = this.#meanMs + 3 * this.#deviationMs;
    if (habitual < 2 * this.#ratePerMs * withinMs) return undefined;
    const items = Math.round(habitual) - echo.returned;
    return items < 1 ? undefined : { items, by: echo.at + withinMs };
  }

  #close(key: string, echo: Echo): void {
    this.#echoes.delete(key);
    this.#share += LEARN * (echo.returned / echo.answered - this.#share);
    if (echo.returned === 0) return;
    const error = this.#meanMs === 0 ? 0 : echo.lastAfterMs - this.#meanMs;
    this.#meanMs = this.#meanMs === 0 ? echo.lastAfterMs : this.#meanMs + LEARN * error;
    this.#deviationMs += LEARN * (Math.abs(error) - this.#deviationMs);
  }

  #observeRate(now: number): void {
    if (this.#lastAnswerAt !== undefined && now > this.#lastAnswerAt) {
      this.#ratePerMs += LEARN * (this.#arrivals / (now - this.#lastAnswerAt) - this.#ratePerMs);
      this.#arrivals = 0;
    }
    this.#lastAnswerAt = now;
  }
}
