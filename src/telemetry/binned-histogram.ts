import type { Histogram, Registry } from 'prom-client';

/** A line of the text format, as prom-client's registry takes it. */
interface Sample {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

export interface HistogramOptions {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  /** Upper bounds, ascending; the last bin, without one, is there anyway. */
  readonly bounds: readonly number[];
}

/** One histogram of a metric: that of one value of each label. */
export class Bins {
  readonly #bounds: readonly number[];
  readonly #counts: Float64Array;
  #sum = 0;

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = new Float64Array(bounds.length + 1);
  }

  /** @param value a number, or the sum is none either */
  observe(value: number): void {
    const bounds = this.#bounds;
    let bin = 0;
    while (bin < bounds.length && value > (bounds[bin] as number)) bin += 1;
    this.#counts[bin] = (this.#counts[bin] as number) + 1;
    this.#sum += value;
  }

  /** As the text format has it: each bin with all below it. */
  samples(name: string, labels: Record<string, string>): Sample[] {
    const samples: Sample[] = [];
    let count = 0;
    for (const [bin, more] of this.#counts.entries()) {
      count += more;
      samples.push({ metricName: `${name}_bucket`, labels: { le: this.#bounds[bin] ?? '+Inf', ...labels }, value: count });
    }
    samples.push({ metricName: `${name}_sum`, labels, value: this.#sum });
    samples.push({ metricName: `${name}_count`, labels, value: count });
    return samples;
  }
}

/**
 * A histogram for what happens with every request: one of prom-client looks its labels up each time, and takes ten times as long.
 * Its registry takes whatever has what its metrics have.
 */
export class BinnedHistogram {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  readonly #bounds: readonly number[];
  readonly #children = new Map<string, { readonly labels: Record<string, string>; readonly bins: Bins }>();

  constructor(options: HistogramOptions, registry: Registry) {
    this.name = options.name;
    this.help = options.help;
    this.labelNames = options.labelNames;
    this.#bounds = options.bounds;
    registry.registerMetric(this as unknown as Histogram);
  }

  /** The one of these label values; to be kept by who observes often. */
  labels(...values: string[]): Bins {
    const key = JSON.stringify(values);
    const known = this.#children.get(key);
    if (known !== undefined) return known.bins;
    const labels = Object.fromEntries(this.labelNames.map((label, index) => [label, values[index] ?? '']));
    const bins = new Bins(this.#bounds);
    this.#children.set(key, { labels, bins });
    return bins;
  }

  get(): object {
    const { name, help } = this;
    const values = Array.from(this.#children.values(), ({ labels, bins }) => bins.samples(name, labels)).flat();
    return { name, help, type: 'histogram', values, aggregator: 'sum' };
  }
}
