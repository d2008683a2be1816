import type { DeviceSpec } from '../cells/cell.ts';

/** Up to so much slower and faster, in so long. */
const DRIFT = { by: 0.4, periodMs: 6_000 };
export const DRIFT_PERIOD_MS = DRIFT.periodMs;
const CHANGED_SLOWNESS: Readonly<Record<DeviceSpec['change'], number>> = { none: 1, slower: 2, faster: 0.5, lost: 1, added: 1 };

/** A model server: a line of calls, first come first served, before servers that are never interrupted. */
export class Device {
  readonly spec: DeviceSpec;
  /** When its sudden change happens. */
  changeAt = Number.POSITIVE_INFINITY;
  /** Of the call that `take` took last. */
  server = 0;
  endsAt = 0;
  lastMeanMs = 0;
  /** By server: when it has done what it was given. */
  readonly #freeAt: number[];
  /** By server: when it began with what it works on, as far as is known outside, and what that and the rest take in the mean. */
  readonly #since: number[];
  readonly #meanWork: number[];
  expectedServer = 0;
  #nextFreeAt = 0;
  #nextEndAt = 0;
  #isStale = true;

  constructor(spec: DeviceSpec) {
    this.spec = spec;
    const servers = spec.servers + (spec.change === 'added' ? 1 : 0);
    this.#freeAt = Array.from({ length: servers }, () => 0);
    this.#since = Array.from({ length: servers }, () => 0);
    this.#meanWork = Array.from({ length: servers }, () => 0);
  }

  /** Factor of a call's time that begins at `time`. */
  slownessAt(time: number): number {
    const { drifts, change } = this.spec;
    const drift = drifts ? 1 + DRIFT.by * Math.sin((2 * Math.PI * time) / DRIFT.periodMs) : 1;
    return time >= this.changeAt ? drift * CHANGED_SLOWNESS[change] : drift;
  }

  /** What a call takes in the mean that begins at `time` on the first server. */
  meanMs(units: number, time: number): number {
    return (this.spec.baseMs + this.spec.perUnitMs * units) * this.slownessAt(time);
  }

  /** Servers at work at `time`. */
  serversAt(time: number): number {
    const { servers, change } = this.spec;
    if (time < this.changeAt) return servers;
    return change === 'lost' ? servers - 1 : change === 'added' ? servers + 1 : servers;
  }

  /** What the first `calls` servers get done at `time`, in times of the first one. */
  speedOf(calls: number, time: number): number {
    const { slowness } = this.spec;
    const servers = Math.min(calls, this.serversAt(time));
    let speed = servers;
    for (let server = 0; server < Math.min(servers, slowness.length); server += 1) speed += 1 / (slowness[server] as number) - 1;
    return speed;
  }

  /**
   * A call that reaches it at `time`, in the order of time; sets `server` and `endsAt`.
   * @returns false when it is throttled
   */
  take(units: number, time: number, jitter: number): boolean {
    if (this.#isTooMuch(time)) return false;
    const server = this.#firstFree(time);
    const start = this.#startOn(server, this.#freeAt[server] as number, time);
    const meanMs = this.meanMs(units, start) * (this.spec.slowness[server] ?? 1);
    if (this.#meanWork[server] === 0) this.#since[server] = start;
    this.#meanWork[server] = (this.#meanWork[server] as number) + meanMs;
    this.#freeAt[server] = start + meanMs * jitter;
    this.server = server;
    this.#isStale = true;
    this.endsAt = start + meanMs * jitter;
    this.lastMeanMs = meanMs;
    return true;
  }

  /** A call has ended, and it is seen that it has. */
  ended(server: number, meanMs: number, time: number): void {
    const rest = (this.#meanWork[server] as number) - meanMs;
    this.#meanWork[server] = rest < 1e-6 ? 0 : rest;
    this.#since[server] = time;
    this.#isStale = true;
  }

  /** When a call could begin that reaches it at `time`, as far as is known outside; sets `expectedServer`. */
  expectedStart(time: number): number {
    if (this.#isStale) this.#foresee(time);
    return Math.max(time, this.#nextFreeAt);
  }

  /** When the first of the calls under way is expected to end. */
  expectedEnd(time: number): number {
    if (this.#isStale) this.#foresee(time);
    return Math.max(time, this.#nextEndAt);
  }

  /** Looks at all servers; what it finds holds until a call comes or goes, or a server does. */
  #foresee(time: number): void {
    this.#nextFreeAt = Number.POSITIVE_INFINITY;
    this.#nextEndAt = Number.POSITIVE_INFINITY;
    for (let server = 0; server < this.#freeAt.length; server += 1) {
      const endsAt = this.#expectedFreeAt(server);
      if (endsAt > 0) this.#nextEndAt = Math.min(this.#nextEndAt, endsAt);
      const freeAt = this.#startOn(server, endsAt, this.spec.change === 'none' ? 0 : time);
      if (freeAt >= this.#nextFreeAt) continue;
      this.expectedServer = server;
      this.#nextFreeAt = freeAt;
    }
    this.#isStale = this.spec.change !== 'none';
  }

  #expectedFreeAt(server: number): number {
    const work = this.#meanWork[server] as number;
    return work === 0 ? 0 : (this.#since[server] as number) + work;
  }

  #firstFree(time: number): number {
    let best = 0;
    let earliest = Number.POSITIVE_INFINITY;
    for (let server = 0; server < this.#freeAt.length; server += 1) {
      const start = this.#startOn(server, this.#freeAt[server] as number, time);
      if (start < earliest) {
        best = server;
        earliest = start;
      }
    }
    return best;
  }

  /** When a server could begin with a call; Infinity when it is gone by then. */
  #startOn(server: number, freeAt: number, time: number): number {
    const start = Math.max(freeAt, time);
    const { servers, change } = this.spec;
    if (change === 'lost' && server === servers - 1 && start >= this.changeAt) return Number.POSITIVE_INFINITY;
    return server === servers ? Math.max(start, this.changeAt) : start;
  }

  #isTooMuch(time: number): boolean {
    const { bears } = this.spec;
    if (bears >= this.#freeAt.length) return false;
    let atWork = 0;
    for (const freeAt of this.#freeAt) if (freeAt > time) atWork += 1;
    return atWork >= bears;
  }
}
