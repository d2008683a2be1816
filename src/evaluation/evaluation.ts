import type { BootstrapOptions } from './bootstrap/bootstrap-options.ts';
import type { Compared } from './bootstrap/compared.ts';
import type { Joined } from './records/joined.ts';
import type { Value } from './records/value.ts';
import type { ClassReport } from './report/class-report.ts';
import type { Confusion } from './report/confusion.ts';

/** One metric over all systems. */
export interface Measured extends Compared {
  readonly metric: string;
  /** Of each system, for metrics that know classes. */
  readonly reports: readonly ClassReport[];
  /** Of each system, for metrics of one label an item. */
  readonly confusions: readonly Confusion[];
}

/** One item, with how well each system did. */
export interface ItemScore {
  readonly id: string;
  readonly reference: Value;
  readonly predictions: readonly Value[];
  /** A fraction each, by the first metric's first figure that is of items. */
  readonly scores: readonly number[];
}

/** What there is to be shown of systems that were compared with references. */
export interface Evaluation extends Pick<Joined, 'missing' | 'surplus'> {
  readonly items: number;
  readonly joinedBy: Joined['by'];
  readonly bootstrap: Required<BootstrapOptions>;
  readonly systems: readonly string[];
  readonly measured: readonly Measured[];
  /** What `scores` of the items are. */
  readonly itemMetric: string;
  /** The worst of the first system first. */
  readonly worst: readonly ItemScore[];
}
