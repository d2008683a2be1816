import { classification } from './classification/classification.ts';
import { entities } from './entities/entities.ts';
import type { SchemeName } from './entities/schemes.ts';
import { EvaluationError } from './evaluation-error.ts';
import type { Metric, Scored } from './metric.ts';
import type { Value } from './records/value.ts';
import type { References } from './references.ts';
import { rouge } from './rouge/rouge.ts';
import { squad } from './squad/squad.ts';

export const METRIC_NAMES = ['rouge', 'accuracy', 'f1', 'seqeval', 'squad'] as const;
export type MetricName = (typeof METRIC_NAMES)[number];

export interface MetricOptions {
  readonly stemmer: boolean;
  readonly labels: readonly string[] | undefined;
  readonly strict: SchemeName | undefined;
  readonly squadVersion: '1.1' | '2.0';
}

/** A metric by its name on a command line, for values as they stand in files. */
export function chooseMetric(name: MetricName, { stemmer, labels, strict, squadVersion }: MetricOptions): Metric<Value, Value> {
  switch (name) {
    case 'rouge':
      return of(rouge({ stemmer }), text, asIs);
    case 'squad':
      return of(squad({ version: squadVersion }), text, asIs);
    case 'seqeval':
      return of(entities(strict === undefined ? {} : { strict }), tags, tags);
    case 'accuracy':
      return only(of(classification(), text, text), { accuracy: 'accuracy' });
    case 'f1':
      return f1(labels);
  }
}

/** With all labels, each item having one, the micro average is the accuracy. */
function f1(labels: readonly string[] | undefined): Metric<Value, Value> {
  const micro = labels === undefined ? 'accuracy' : 'f1_micro';
  const metric = of(classification(labels === undefined ? {} : { labels }), text, text);
  return { ...only(metric, { f1_macro: 'f1_macro', [micro]: 'f1_micro', f1_weighted: 'f1_weighted' }, true), name: 'f1' };
}

function of<P, R>(
  metric: Metric<P, R>,
  predictionOf: (value: Value, item: number) => P,
  referenceOf: (value: Value, item: number) => R,
): Metric<Value, Value> {
  return {
    name: metric.name,
    score: (predictions, references) => metric.score(predictions.map(predictionOf), references.map(referenceOf)),
  };
}

/** Of its figures these, by new names. */
function only(metric: Metric<Value, Value>, names: Readonly<Record<string, string>>, withReport = false): Metric<Value, Value> {
  return {
    name: 'accuracy',
    score: (predictions, references) => {
      const { report, ...scored } = metric.score(predictions, references);
      const kept = scored.figures.flatMap(({ name }, index) => (Object.hasOwn(names, name) ? [index] : []));
      const figures = kept.flatMap((index) => {
        const figure = scored.figures[index];
        return figure === undefined ? [] : [{ ...figure, name: names[figure.name] ?? figure.name }];
      });
      const figuresOf: Scored['figuresOf'] = (draw) => {
        const all = scored.figuresOf(draw);
        return Float64Array.from(kept, (index) => all[index] ?? 0);
      };
      return { ...scored, figures, figuresOf, ...(withReport && report !== undefined ? { report } : {}) };
    },
  };
}

function text(value: Value, item: number): string {
  if (typeof value === 'string') return value;
  const [only] = value;
  if (only !== undefined && value.length === 1) return only;
  throw new EvaluationError('expected a text, found a list', item);
}

function tags(value: Value, item: number): readonly string[] {
  if (typeof value !== 'string') return value;
  throw new EvaluationError('expected a list of tags, found a text', item);
}

function asIs(value: Value): References {
  return value;
}
