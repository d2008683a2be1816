import type { ClassReport } from './report/class-report.ts';
import type { Confusion } from './report/confusion.ts';

/** Compares what a model said with what it should have said. Pure: equal arguments, equal results. */
export interface Metric<Prediction, Reference> {
  readonly name: string;
  /**
   * @param predictions one an item
   * @param references as many, in the same order
   * @throws {EvaluationError} when there are no items, when there are not as many of both, or when an item cannot be scored
   */
  score(predictions: readonly Prediction[], references: readonly Reference[]): Scored;
}

/** Fractions are between 0 and 1, percents between 0 and 100. */
export type Unit = 'fraction' | 'percent';

/** One number that tells how good a system is; the larger the better. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: Unit;
}

/** One number an item. */
export interface Column {
  readonly name: string;
  /** A fraction each, in the order of the items. */
  readonly values: Float64Array;
}

/** What a metric says about one system. */
export interface Scored {
  readonly items: number;
  /** About all items together. Their names depend on the metric's options alone, so that systems can be compared. */
  readonly figures: readonly Figure[];
  /** About each item, to find the worst ones. */
  readonly columns: readonly Column[];
  /**
   * The values of the figures, in their order, for other items than all: what a bootstrap asks for.
   * @param draw indexes of items, at least one; one may be drawn more than once
   */
  readonly figuresOf: (draw: Uint32Array) => Float64Array;
  /** Of metrics that know classes. */
  readonly report?: ClassReport;
  /** Of metrics of one label an item. */
  readonly confusion?: Confusion;
}
