import { classification } from './classification/classification.ts';
import { entities } from './entities/entities.ts';
import type { SchemeName } from './entities/schemes.ts';
import { EvaluationError } from './evaluation-error.ts';
import type { Metric } from './metric.ts';
import type { Value } from './records/value.ts';
import { rouge } from './rouge/rouge.ts';
import { selected } from './selected.ts';
import { squad } from './squad/squad.ts';

export const METRIC_NAMES = ['rouge', 'accuracy', 'f1', 'seqeval', 'squad'] as const;
export type MetricName = (typeof METRIC_NAMES)[number];

export interface MetricOptions {
  readonly stemmer: boolean;
  /** For `f1`: the classes that count. */
  readonly labels: readonly string[] | undefined;
  readonly strict: SchemeName | undefined;
  readonly squadVersion: '1.1' | '2.0';
}

/** A metric by its name on a command line, for values as they stand in files. @throws {EvaluationError} for labels that cannot be */
export function chooseMetric(name: MetricName, options: MetricOptions): Metric<Value, Value> {
  return { ...metricOf(name, options), name };
}

function metricOf(name: MetricName, { stemmer, labels, strict, squadVersion }: MetricOptions): Metric<Value, Value> {
  switch (name) {
    case 'rouge':
      return of(rouge({ stemmer }), oneText, anyText);
    case 'squad':
      return of(squad({ version: squadVersion }), oneText, anyText);
    case 'seqeval':
      return of(entities(strict === undefined ? {} : { strict }), tags, tags);
    case 'accuracy':
      return withoutClasses(selected(of(classification(), oneText, oneText), { accuracy: 'accuracy' }));
    case 'f1':
      return of(f1(labels), oneText, oneText);
  }
}

/** With all labels, each item having one, the micro average is the accuracy. */
function f1(labels: readonly string[] | undefined): Metric<string, string> {
  const averages = { f1_macro: 'f1_macro', f1_weighted: 'f1_weighted' };
  if (labels === undefined) return selected(classification(), { accuracy: 'f1_micro', ...averages });
  return selected(classification({ labels }), { f1_micro: 'f1_micro', ...averages });
}

/** Of one figure nobody expects tables. */
function withoutClasses<P, R>(metric: Metric<P, R>): Metric<P, R> {
  return {
    name: metric.name,
    score: (predictions, references) => {
      const { items, figures, columns, figuresOf } = metric.score(predictions, references);
      return { items, figures, columns, figuresOf };
    },
  };
}

type Side = 'prediction' | 'reference';
type Read<T> = (value: Value, side: Side, item: number) => T;

function of<P, R>(metric: Metric<P, R>, predictionOf: Read<P>, referenceOf: Read<R>): Metric<Value, Value> {
  return {
    name: metric.name,
    score: (predictions, references) =>
      metric.score(
        predictions.map((value, item) => predictionOf(value, 'prediction', item)),
        references.map((value, item) => referenceOf(value, 'reference', item)),
      ),
  };
}

/** Some models put their one answer into a list. */
function oneText(value: Value, side: Side, item: number): string {
  if (typeof value === 'string') return value;
  const [only] = value;
  if (only !== undefined && value.length === 1) return only;
  throw new EvaluationError(`the ${side} is a list of ${value.length}, expected one text`, item);
}

function anyText(value: Value): Value {
  return value;
}

function tags(value: Value, side: Side, item: number): readonly string[] {
  if (typeof value !== 'string') return value;
  throw new EvaluationError(`the ${side} is a text, expected a list of tags`, item);
}
