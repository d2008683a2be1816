import type { Clock } from '../kernel/clock.ts';
import type { Happening } from './feed.ts';

/** The most that are remembered. */
const KEPT = 200;
/** The same again within this time is no further entry: the one before counts it. */
const SAME_MS = 5000;
/** But one that has gone on for so long is begun anew, so that it stands among the last. */
const LONGEST_MS = 60_000;

/** The last things that happened, in order of their beginning. Always at work: what went before is asked for when it is too late to begin. */
export class Happenings {
  readonly #clock: Clock;
  #entries: Happening[] = [];
  readonly #open = new Map<string, Happening>();
  readonly #changed = new Set<number>();
  #next = 1;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  happened(source: string, kind: string, detail = '', count = 1): void {
    const key = `${kind} ${detail} ${source}`;
    const now = this.#clock.wallNow();
    const open = this.#open.get(key);
    const again = open !== undefined && now - open.until <= SAME_MS && now - open.at < LONGEST_MS;
    const before = again ? open : { id: this.#next++, source, kind, detail, at: now, count: 0 };
    const entry = { ...before, until: now, count: before.count + count };
    this.#open.set(key, entry);
    this.#changed.add(entry.id);
    if (again) this.#replace(entry);
    else this.#append(entry);
  }

  all(): readonly Happening[] {
    return this.#entries;
  }

  /** Those that are new or have grown since this was last asked. */
  takeChanged(): readonly Happening[] {
    const changed = this.#entries.filter(({ id }) => this.#changed.has(id));
    this.#changed.clear();
    return changed;
  }

  #append(entry: Happening): void {
    this.#entries.push(entry);
    if (this.#entries.length <= KEPT) return;
    const [oldest] = this.#entries.splice(0, 1);
    for (const [key, open] of this.#open) if (open.id === oldest?.id) this.#open.delete(key);
  }

  #replace(entry: Happening): void {
    const index = this.#entries.findLastIndex(({ id }) => id === entry.id);
    if (index >= 0) this.#entries[index] = entry;
  }
}
