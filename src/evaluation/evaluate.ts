import type { BootstrapOptions } from './bootstrap/bootstrap-options.ts';
import { compared } from './bootstrap/compared.ts';
import type { Evaluation, Measured } from './evaluation.ts';
import { EvaluationError } from './evaluation-error.ts';
import type { Metric, Scored } from './metric.ts';
import type { Joined } from './records/joined.ts';
import { RecordError } from './records/record-error.ts';
import type { Value } from './records/value.ts';
import { worstFirst } from './worst-first.ts';

type AnyMetric = Metric<Value, Value>;

/** @throws {RecordError} when there is nothing to be compared, or an item cannot be; {EvaluationError} for an option out of its range */
export function evaluate(
  systems: readonly string[],
  joined: Joined,
  metrics: readonly AnyMetric[],
  bootstrap: Required<BootstrapOptions>,
): Evaluation {
  if (joined.ids.length === 0) throw new RecordError(nothingJoined(joined));
  const scored = metrics.map((metric) => systems.map((_, system) => scoreOf(metric, joined, system)));
  const [first] = scored;
  return {
    items: joined.ids.length,
    missing: joined.missing,
    surplus: joined.surplus,
    joinedBy: joined.by,
    bootstrap,
    systems,
    measured: metrics.map(({ name }, index) => measured(name, scored[index] ?? [], bootstrap)),
    itemMetric: `${metrics[0]?.name}: ${first?.[0]?.columns[0]?.name}`,
    worst: worstFirst(joined, first ?? []),
  };
}

function scoreOf(metric: AnyMetric, { predictions, references, placeOf }: Joined, system: number): Scored {
  try {
    return metric.score(predictions[system] ?? [], references);
  } catch (thrown) {
    if (!(thrown instanceof EvaluationError) || thrown.item === undefined) throw thrown;
    throw new RecordError(`${placeOf(thrown.item, system)}: ${metric.name}: ${thrown.reason}`);
  }
}

function measured(metric: string, scored: readonly Scored[], bootstrap: BootstrapOptions): Measured {
  return {
    metric,
    ...compared(scored, bootstrap),
    reports: scored.flatMap(({ report }) => report ?? []),
    confusions: scored.flatMap(({ confusion }) => confusion ?? []),
  };
}

function nothingJoined({ missing: [expected], surplus: [found] }: Joined): string {
  const ids =
    expected === undefined || found === undefined ? '' : `, such as ${JSON.stringify(expected)} and ${JSON.stringify(found)}`;
  return `no reference has a prediction of every system: are the ids those of the same items${ids}?`;
}
