import type { BootstrapOptions } from './bootstrap/bootstrap-options.ts';
import { type Difference, differences } from './bootstrap/differences.ts';
import { type Estimate, estimates } from './bootstrap/estimates.ts';
import type { Metric, Scored } from './metric.ts';
import type { Joined } from './records/join.ts';
import type { Value } from './records/value.ts';
import type { ClassReport } from './report/class-report.ts';

/** One metric over all systems. */
export interface Measured {
  readonly metric: string;
  /** Figures of each system, in one order. */
  readonly estimates: readonly (readonly Estimate[])[];
  /** Of each system beside the first: how much better it is. */
  readonly differences: readonly (readonly Difference[])[];
  /** Of each system, for metrics that know classes. */
  readonly reports: readonly ClassReport[];
}

/** One item, with how well each system did. */
export interface ItemScore {
  readonly id: string;
  readonly reference: Value;
  readonly predictions: readonly Value[];
  /** A fraction each, by the first metric's first figure that is of items. */
  readonly scores: readonly number[];
}

export interface Evaluation {
  readonly items: number;
  readonly missing: readonly string[];
  readonly joinedBy: 'id' | 'line';
  /** The share of other such samples of items that the intervals are for. */
  readonly confidence: number;
  readonly systems: readonly string[];
  readonly measured: readonly Measured[];
  /** What `scores` of the items are. */
  readonly itemMetric: string;
  /** All items, the worst of the first system first. */
  readonly worst: readonly ItemScore[];
}

/** @throws {EvaluationError} when there is nothing to be compared, or an item cannot be */
export function evaluate(
  systems: readonly string[],
  joined: Joined,
  metrics: readonly Metric<Value, Value>[],
  bootstrap: Required<BootstrapOptions>,
): Evaluation {
  const scored = metrics.map((metric) => joined.predictions.map((predictions) => metric.score(predictions, joined.references)));
  const [first] = scored;
  return {
    items: joined.ids.length,
    missing: joined.missing,
    joinedBy: joined.by,
    confidence: bootstrap.confidence,
    systems,
    measured: metrics.map((metric, index) => measured(metric.name, scored[index] ?? [], bootstrap)),
    itemMetric: `${metrics[0]?.name ?? ''} ${first?.[0]?.columns[0]?.name ?? ''}`,
    worst: worstFirst(joined, first ?? []),
  };
}

function measured(metric: string, scored: readonly Scored[], bootstrap: BootstrapOptions): Measured {
  const [first, ...others] = scored;
  return {
    metric,
    estimates: scored.map((each) => estimates(each, bootstrap)),
    differences: first === undefined ? [] : others.map((other) => differences(first, other, bootstrap)),
    reports: scored.flatMap(({ report }) => report ?? []),
  };
}

function worstFirst({ ids, references, predictions }: Joined, scored: readonly Scored[]): readonly ItemScore[] {
  const columns = scored.map(({ columns: [column] }) => column?.values ?? new Float64Array(ids.length));
  return ids
    .map((id, item) => ({
      id,
      reference: references[item] ?? '',
      predictions: predictions.map((values) => values[item] ?? ''),
      scores: columns.map((values) => values[item] ?? 0),
    }))
    .sort((a, b) => (a.scores[0] ?? 0) - (b.scores[0] ?? 0));
}
