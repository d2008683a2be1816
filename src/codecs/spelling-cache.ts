/** Bounds of a SpellingCache. */
export interface SpellingCacheLimits {
  readonly maxEntries: number;
  /** Of all spellings together, in characters. */
  readonly maxTotalLength: number;
  /** A longer spelling is not kept. */
  readonly maxLength: number;
}

/** What was found out about a spelling; forgets the least recently used first. */
export class SpellingCache<V> {
  readonly #entries = new Map<string, V>();
  readonly #limits: SpellingCacheLimits;
  #totalLength = 0;

  constructor(limits: SpellingCacheLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(spelling: string, find: () => V): V {
    if (spelling.length > this.#limits.maxLength) return find();
    const known = this.#entries.get(spelling);
    if (known === undefined) return this.#add(spelling, find());
    this.#entries.delete(spelling);
    this.#entries.set(spelling, known);
    return known;
  }

  #add(spelling: string, value: V): V {
    this.#entries.set(spelling, value);
    this.#totalLength += spelling.length;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#limits.maxEntries && this.#totalLength <= this.#limits.maxTotalLength) break;
      this.#entries.delete(oldest);
      this.#totalLength -= oldest.length;
    }
    return value;
  }
}
