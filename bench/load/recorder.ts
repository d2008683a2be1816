import { percentiles } from '../statistics/percentiles.ts';
import type { Figures } from './figures.ts';

/** How long a run lasts. */
export interface Duration {
  /** What is recorded, in seconds. */
  readonly seconds: number;
  /** Seconds of the same load before that, in which the system finds its rhythm. */
  readonly settleSeconds: number;
}

/** Collects latencies in a window of time of its own, as a load driver's start and end are ragged. */
export class Recorder {
  readonly #opensAt: number;
  readonly #closesAt: number;
  readonly #seconds: number;
  readonly #latencies: number[] = [];

  /** Settling starts at `now`, in milliseconds of `performance.now()`. */
  constructor({ seconds, settleSeconds }: Duration, now: number) {
    this.#opensAt = now + settleSeconds * 1000;
    this.#closesAt = this.#opensAt + seconds * 1000;
    this.#seconds = seconds;
  }

  /** `items` were answered at `now`, after `latencyMs`. */
  record(latencyMs: number, now: number, items = 1): void {
    if (now < this.#opensAt || now >= this.#closesAt) return;
    for (let item = 0; item < items; item += 1) this.#latencies.push(latencyMs);
  }

  figures(counted: Pick<Figures, 'replies' | 'non2xx' | 'wrong' | 'errors'>): Figures {
    const answers = this.#latencies.length;
    return { answers, perSecond: answers / this.#seconds, ...percentiles(this.#latencies), ...counted };
  }
}
