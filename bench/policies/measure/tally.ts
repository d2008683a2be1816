import type { Window } from './window.ts';

/** What a contestant did in the measured window. Times in milliseconds. */
export interface Figures {
  /** Answers by the deadline, a second. */
  readonly goodput: number;
  /** Of these answers. */
  readonly meanLatencyMs: number;
  /** Answers after the deadline, as a share of all answers. */
  readonly lateShare: number;
  /** Requests turned away or given up, as a share of all. */
  readonly refusedShare: number;
  /** Of the calls. */
  readonly throttledShare: number;
  readonly callsPerItem: number;
  readonly meanBatch: number;
  readonly requests: number;
}

/** Counts. Requests of an open loop count by when they came, those of a closed loop by when they ended; calls by when they were sent. */
export class Tally {
  window: Window = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  calls = 0;
  items = 0;
  throttled = 0;
  #requests = 0;
  #inTime = 0;
  #late = 0;
  #refused = 0;
  #latencyMs = 0;

  covers(time: number): boolean {
    return time >= this.window.from && time < this.window.to;
  }

  sent(items: number, time: number): void {
    if (!this.covers(time)) return;
    this.calls += 1;
    this.items += items;
  }

  turnedAway(sentAt: number): void {
    if (this.covers(sentAt)) this.throttled += 1;
  }

  came(countsAt: number): void {
    if (this.covers(countsAt)) this.#requests += 1;
  }

  answered(latencyMs: number, inTime: boolean, countsAt: number): void {
    if (!this.covers(countsAt)) return;
    if (inTime) {
      this.#inTime += 1;
      this.#latencyMs += latencyMs;
    } else this.#late += 1;
  }

  refused(countsAt: number): void {
    if (this.covers(countsAt)) this.#refused += 1;
  }

  figures(): Figures {
    const { from, to } = this.window;
    return {
      goodput: (1000 * this.#inTime) / (to - from),
      meanLatencyMs: share(this.#latencyMs, this.#inTime),
      lateShare: share(this.#late, this.#inTime + this.#late),
      refusedShare: share(this.#refused, this.#requests),
      throttledShare: share(this.throttled, this.calls),
      callsPerItem: share(this.calls, this.items),
      meanBatch: share(this.items, this.calls),
      requests: this.#requests,
    };
  }
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
