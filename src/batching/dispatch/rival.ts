import { LatencyModel } from './latency/latency-model.ts';
import type { Load } from './latency/load.ts';

/** Weight of a new observation. */
const LEARN = 0.15;
/** Calls that both have predicted before they are compared. */
const ENOUGH = 8;
/**
 * The rival must be so much better. When a landing is seen late, by chance, that is one error in a duration from sending, and two in
 * durations from landing to landing: sqrt(2) more, without meaning anything.
 */
const BETTER = 0.5;
/** And the other must be worse than this, as a share of what calls take. */
const GOOD = 0.03;

/** A call that was sent when all slots were taken. */
export interface Contested {
  readonly load: Load;
  /** What it took, from when it was sent. */
  readonly besideMs: number;
  /** What is believed that the upstream needed for it. */
  readonly serviceMs: number;
}

/**
 * What the calls would be like if the upstream worked on one more at once. Whether a call waited in line can be read from its
 * duration only where durations are well known, and these from calls of which it is known whether they waited. Two beliefs may
 * both hold themselves up; the one under which calls of a size take the same time is right.
 */
export class Rival {
  readonly model = new LatencyModel();
  #errorMs = 0;
  #errorOfOtherMs = 0;
  #serviceMs = 0;
  #contests = 0;

  /** A call that waited for nobody, if there is one slot more. */
  observe(load: Load, besideMs: number): void {
    this.model.observe(load, besideMs);
  }

  /** @param other the model that is believed in */
  contest({ load, besideMs, serviceMs }: Contested, other: LatencyModel): void {
    if (!this.model.known || !other.known) return;
    this.#contests += 1;
    const learn = Math.max(LEARN, 1 / this.#contests);
    this.#errorMs += learn * (Math.abs(besideMs - this.model.predict(load)) - this.#errorMs);
    this.#errorOfOtherMs += learn * (Math.abs(serviceMs - other.predict(load)) - this.#errorOfOtherMs);
    this.#serviceMs += learn * (serviceMs - this.#serviceMs);
  }

  get isBetter(): boolean {
    if (this.#contests < ENOUGH || this.#errorOfOtherMs < GOOD * this.#serviceMs) return false;
    return this.#errorMs < BETTER * this.#errorOfOtherMs;
  }
}
