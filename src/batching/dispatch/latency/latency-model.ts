import { Curve } from './curve.ts';
import { Keys } from './keys.ts';
import { type Load, paddedCost } from './load.ts';
import { Padding } from './padding.ts';

/** Beyond these nothing is told apart, and nothing overflows. */
const SMALLEST = 1e-30;
const LARGEST = 1e30;

/**
 * Learns how long the calls of one endpoint take, from those made: latency = base + perCost * cost, corrected at the
 * sizes seen often, with a band that nine of ten calls lie in. Cost is the sum of the items' costs, or what they come to
 * when padded to the longest of them, whichever explains the calls.
 */
export class LatencyModel {
  readonly #byCost = new Curve();
  readonly #byPadded = new Curve();
  readonly #padding = new Padding();
  readonly #keys = new Keys();

  /** One successful call that took the upstream `latencyMs`. A cost of 0 is not known, and nothing is learned. */
  observe(load: Load, latencyMs: number): void {
    if (load.cost === 0) return;
    const any = this.#curve.at(this.#size(load));
    const latency = Math.min(LARGEST, latencyMs / this.#factor(load));
    if (load.key !== undefined && any > 0) this.#keys.observe(load.key, latencyMs / any);
    const byCost = this.#byCost.observe(bounded(load.cost), latency);
    const byPadded = this.#byPadded.observe(bounded(paddedCost(load)), latency);
    this.#padding.observe(byCost, byPadded);
  }

  get known(): boolean {
    return this.#byCost.known;
  }

  /** Fixed cost of a call, in milliseconds; 0 before the first observation. */
  get baseMs(): number {
    return this.#curve.baseMs;
  }

  /** Milliseconds for each unit of cost, or of padded cost when that is what counts; 0 before the first observation. */
  get perCostMs(): number {
    return this.#curve.slopeMs;
  }

  /** Whether items times the longest of them explains the calls clearly better than the sum of their costs. */
  get paddingCosts(): boolean {
    return this.#padding.costs;
  }

  /** Nine of ten calls take between these times what is predicted. */
  get band(): { readonly lower: number; readonly upper: number } {
    return this.#curve.band;
  }

  /** Expected latency, in milliseconds; 0 before the first observation. */
  predict(load: Load): number {
    return this.#factor(load) * this.#curve.at(this.#size(load));
  }

  /** Whether calls of some keys take longer than those of others. */
  get keysDiffer(): boolean {
    return this.#keys.differ;
  }

  /** Whether something can be said of calls of that key. */
  knows(key: string): boolean {
    return this.#keys.knows(key);
  }

  /** About 95 % of such calls take less, in milliseconds; 0 before the first observation. */
  atMost(load: Load): number {
    return this.#factor(load) * this.#curve.atMost(this.#size(load));
  }

  /** As `atMost`, and more where calls of that size were rarely seen: by how much `predict` may be off. */
  surelyBelow(load: Load): number {
    return this.known ? this.#factor(load) * this.#curve.surelyBelow(this.#size(load)) : 0;
  }

  /** About 5 % of such calls take less, in milliseconds; 0 before the first observation. */
  atLeast(load: Load): number {
    return this.#factor(load) * this.#curve.atLeast(this.#size(load));
  }

  #factor({ key }: Load): number {
    return key === undefined ? 1 : this.#keys.factor(key);
  }

  get #curve(): Curve {
    return this.#padding.costs ? this.#byPadded : this.#byCost;
  }

  #size(load: Load): number {
    return bounded(this.#padding.costs ? paddedCost(load) : load.cost);
  }
}

function bounded(size: number): number {
  return Math.min(LARGEST, Math.max(SMALLEST, size));
}
