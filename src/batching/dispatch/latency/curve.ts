import { Band } from './band.ts';
import { Change } from './change.ts';
import { Drift } from './drift.ts';
import { Line } from './line.ts';
import { Recent, type Seen } from './recent.ts';
import { held, latencyAt, ratioOf, residualOf } from './residual.ts';
import { Sizes } from './sizes.ts';
import { together, Uncertainty } from './uncertainty.ts';
import { plausible, WARM_UP_CALLS } from './warm-up.ts';

/** One-sided 95 % of a normal distribution, in deviations. */
const NINE_OF_TEN = 1.645;
/** After a change the past counts for this many calls: it still tells base from slope. */
const PAST_CALLS = 3;
/** And so much of what the sizes told. */
const PAST_SIZES = 0.3;

/**
 * Learns the latency of calls from one measure of their size: a line, corrected at the sizes seen often, with a band
 * around it. For the first calls the line is drawn afresh each time; then it follows: outliers are held back, drift is
 * made up for, and after a change the calls that told of it are learned from again.
 */
export class Curve {
  #line = new Line();
  readonly #sizes = new Sizes();
  readonly #uncertainty = new Uncertainty(() => this.#line, this.#sizes);
  readonly #band = new Band();
  readonly #change = new Change();
  readonly #drift = new Drift();
  readonly #recent = new Recent();

  get known(): boolean {
    return this.#line.known;
  }

  get baseMs(): number {
    return this.#line.base;
  }

  get slopeMs(): number {
    return this.#line.slope;
  }

  /** Where nine of ten calls end, relative to what is predicted. */
  get band(): { readonly lower: number; readonly upper: number } {
    return { lower: this.#band.lower, upper: this.#band.upper };
  }

  at(size: number): number {
    return this.#line.at(size) * this.#sizes.correction(size, this.#uncertainty.scatter);
  }

  atMost(size: number): number {
    return this.at(size) * this.#band.upper;
  }

  /** With what is not known of calls of that size. */
  surelyBelow(size: number): number {
    return this.at(size) * (1 + together(this.#band.upper - 1, this.#guess(size)));
  }

  atLeast(size: number): number {
    return this.at(size) / (1 + together(1 / this.#band.lower - 1, this.#guess(size)));
  }

  /** @returns its residual: the natural logarithm of observed / expected; 0 for the first call */
  observe(size: number, latencyMs: number): number {
    const residual = this.known ? residualOf(latencyMs, this.at(size)) : 0;
    const call = { size, latencyMs, residual };
    this.#recent.observe(call);
    if (this.#recent.calls <= WARM_UP_CALLS) this.#warmUp(call);
    else this.#follow(call);
    return residual;
  }

  #warmUp({ size, residual }: Seen): void {
    if (this.known) {
      this.#band.observe(Math.exp(held(residual, this.#uncertainty.of(size))));
      this.#uncertainty.scattered(residual);
    }
    this.#line = new Line();
    for (const call of plausible(this.#recent.last(WARM_UP_CALLS))) this.#line.observe(call.size, call.latencyMs);
  }

  #follow(call: Seen): void {
    const deviation = this.#uncertainty.of(call.size);
    this.#band.observe(Math.exp(held(call.residual, deviation)));
    const run = this.#change.observe(call.residual / deviation);
    if (run > 0) return this.#startAgain(this.#recent.last(run), run);
    this.#uncertainty.scattered(call.residual);
    this.#learn(call, deviation);
    this.#shift(call.residual);
  }

  #learn({ size, latencyMs, residual }: Seen, deviation: number): void {
    const line = this.#line.at(size);
    const ratio = ratioOf(latencyMs, line);
    const clipped = ratio * Math.exp(held(residual, deviation) - residual);
    this.#uncertainty.misfitted(Math.log(clipped));
    // Where the line knows little it is about to move, and what it lacks says nothing of the size.
    if (this.#line.doubt(size) < 1) this.#sizes.observe(size, ratio, clipped);
    this.#line.observe(size, latencyAt(clipped, line));
  }

  #shift(residual: number): void {
    const drift = this.#drift.observe(held(residual, this.#uncertainty.scatter));
    if (drift !== 0) this.#line.rescale(Math.exp(drift), Number.POSITIVE_INFINITY);
  }

  /** What was known is taken to scale by what most of the run say, and the run is learned from again. */
  #startAgain(told: readonly Seen[], run: number): void {
    const shift = median(told.map(({ residual }) => residual));
    this.#line.rescale(Math.exp(shift), PAST_CALLS);
    this.#sizes.loosen(PAST_SIZES);
    this.#uncertainty.raise(median(told.map(({ residual }) => Math.abs(residual - shift))));
    this.#band.doubt(run);
    this.#change.restart();
    for (const call of told) this.#learnAgain(call);
  }

  #learnAgain({ size, latencyMs }: Seen): void {
    const residual = residualOf(latencyMs, this.at(size));
    this.#learn({ size, latencyMs, residual }, this.#uncertainty.of(size));
  }

  /** How far beyond the prediction a call may end for want of knowledge, relative to it. Any line there may be is within about twice. */
  #guess(size: number): number {
    return NINE_OF_TEN * Math.min(1, this.#uncertainty.doubt(size));
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
