import { MOST_ITEMS } from '../cells/cell.ts';
import type { World } from '../world/world.ts';
import type { Contestant } from './contestant.ts';
import { Foresight } from './foresight.ts';
import { Line } from './line.ts';

/** What an operator can set by hand. */
export interface FixedConfig {
  readonly size: number;
  readonly delayMs: number;
  readonly inFlight: number;
}

/** With shedding there is a bound to what waits: the heart's default. */
const MOST_WAITING = 4096;
/** After a throttled call nothing is sent until another lands, but no longer than this. */
const THROTTLED_PAUSE_MS = 50;

/**
 * A queue for each key; while fewer than `inFlight` calls are under way, up to `size` requests are sent as soon as there are so
 * many, or the first has waited for `delayMs`. With `sheds`, who can not be answered in time is turned away, on arrival or later.
 */
export class Fixed implements Contestant {
  wakeAt = Number.POSITIVE_INFINITY;
  readonly #world: World;
  readonly #config: FixedConfig;
  readonly #foresight: Foresight | undefined;
  readonly #lines: readonly Line[];
  readonly #sent = new Int32Array(MOST_ITEMS);
  #waiting = 0;
  #underWay = 0;
  #pausedUntil = Number.NEGATIVE_INFINITY;

  constructor(world: World, config: FixedConfig, { sheds }: { readonly sheds: boolean }) {
    const { traffic } = world.cell;
    this.#world = world;
    this.#config = config;
    this.#foresight = sheds ? new Foresight(world, config.size, config.inFlight) : undefined;
    this.#lines = Array.from({ length: traffic.kind === 'poisson' ? traffic.keys : 1 }, () => new Line());
  }

  arrived(request: number): void {
    if (
      this.#foresight !== undefined &&
      (this.#waiting >= MOST_WAITING || this.#foresight.isHopeless(this.#waiting, this.#underWay))
    ) {
      this.#world.refused(request);
      return;
    }
    this.#lineOf(request).add(request);
    this.#waiting += 1;
    this.#send();
  }

  landed(call: number, ok: boolean): void {
    const { requests, size } = this.#world.calls.get(call);
    this.#underWay -= 1;
    if (ok) {
      this.#pausedUntil = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < size; i += 1) this.#world.answered(requests[i] as number);
    } else {
      this.#pausedUntil = this.#world.now + THROTTLED_PAUSE_MS;
      for (let i = size - 1; i >= 0; i -= 1) this.#lineOf(requests[i] as number).putBack(requests[i] as number);
      this.#waiting += size;
    }
    this.#send();
  }

  woken(): void {
    this.wakeAt = Number.POSITIVE_INFINITY;
    this.#send();
  }

  #lineOf(request: number): Line {
    return this.#lines[this.#lines.length === 1 ? 0 : this.#world.fate.keyOf(request)] as Line;
  }

  #send(): void {
    const { now } = this.#world;
    while (this.#underWay < this.#config.inFlight && this.#waiting > 0) {
      if (this.#pausedUntil > now) {
        this.wakeAt = this.#pausedUntil;
        return;
      }
      const line = this.#ready(now);
      if (line === undefined) return;
      this.#sendFrom(line);
    }
  }

  /** Of the lines that may go the one whose first came first; when there is none, it is to be woken when there is one. */
  #ready(now: number): Line | undefined {
    const { size, delayMs } = this.#config;
    let ready: Line | undefined;
    let readyFirst = Number.POSITIVE_INFINITY;
    let wakeAt = Number.POSITIVE_INFINITY;
    for (const line of this.#lines) {
      if (line.size === 0) continue;
      const first = this.#world.requests.arrivedAt[line.at(0)] as number;
      if (line.size < size && first + delayMs > now) wakeAt = Math.min(wakeAt, first + delayMs);
      else if (first < readyFirst) {
        ready = line;
        readyFirst = first;
      }
    }
    if (ready === undefined) this.wakeAt = wakeAt;
    return ready;
  }

  #sendFrom(line: Line): void {
    const { first, size } = this.#foresight?.bestPortion(line) ?? { first: 0, size: Math.min(this.#config.size, line.size) };
    for (let i = 0; i < first; i += 1) this.#world.refused(line.at(i));
    for (let i = 0; i < size; i += 1) this.#sent[i] = line.at(first + i);
    line.drop(first + size);
    this.#waiting -= first + size;
    if (size === 0) return;
    this.#underWay += 1;
    this.#world.send(this.#sent, size);
  }
}
