/** Keys remembered at once. */
const MOST_KEYS = 256;
/** Weight of a new observation. */
const LEARN = 0.25;
/** Calls after which a key is known. */
const ENOUGH = 3;
/** Differences below this, in natural logarithms, are none: noise must not come between calls that are alike. */
const CLEAR = 0.25;

interface Known {
  /** Natural logarithm of how much longer than others its calls take. */
  log: number;
  calls: number;
}

/**
 * By how much the calls of one kind of request take longer than those of others: one endpoint may serve models, or parameters, of
 * very unlike speed. Keys whose calls take as long as the rest cost nothing but their place.
 */
export class Keys {
  readonly #known = new Map<string, Known>();

  /** @param ratio of what a call of the key took to what one of any key was expected to take */
  observe(key: string, ratio: number): void {
    const log = Math.log(Math.min(1e6, Math.max(1e-6, ratio)));
    const known = this.#known.get(key) ?? { log, calls: 0 };
    this.#known.delete(key);
    known.calls += 1;
    known.log += Math.max(LEARN, 1 / known.calls) * (log - known.log);
    this.#known.set(key, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KEYS && oldest !== undefined) this.#known.delete(oldest);
  }

  /** 1 for one that is not known, or like others. */
  factor(key: string): number {
    const known = this.#known.get(key);
    if (known === undefined || known.calls < ENOUGH || this.#known.size < 2) return 1;
    return Math.abs(known.log) < CLEAR ? 1 : Math.exp(known.log);
  }

  /** Whether something can be said of its calls: they were seen, or others' are all alike. */
  knows(key: string): boolean {
    return (this.#known.get(key)?.calls ?? 0) >= ENOUGH || !this.differ;
  }

  get differ(): boolean {
    if (this.#known.size < 2) return false;
    for (const { log } of this.#known.values()) if (Math.abs(log) >= CLEAR) return true;
    return false;
  }
}
