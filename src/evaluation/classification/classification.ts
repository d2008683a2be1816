import { checkPairs } from '../check-pairs.ts';
import type { Metric, Scored } from '../metric.ts';
import { macroAverage, microAverage, weightedAverage } from '../report/averages.ts';
import type { ClassReport, ClassScore } from '../report/class-report.ts';
import { scoreOf, type Tally } from '../report/tally.ts';
import { confusionOf, type Labelled, labelled, talliesOf } from './labelled.ts';
import { checkLabels, sortedLabels } from './labels-of.ts';

export interface ClassificationOptions {
  /** The classes that count, in the order in which they are told of; all that occur, sorted, unless given. */
  readonly labels?: readonly string[];
}

/**
 * One label an item, by `sklearn.metrics` (scikit-learn 1.9; `zero_division=0`). Labels are compared as they are, letter by
 * letter.
 *
 * Figures, in fractions: `accuracy`, and `f1_macro`, `precision_macro`, `recall_macro` and the same `_weighted`; `_micro` only
 * where labels are given, as it is the accuracy otherwise. In a draw of items a macro average is over the classes that occur in
 * it, as scikit-learn has it; over all that are given where they are. The column `correct` is 1 or 0.
 */
export function classification({ labels }: ClassificationOptions = {}): Metric<string, string> {
  if (labels !== undefined) checkLabels(labels);
  return {
    name: 'classification',
    score: (predictions, references) => {
      checkPairs(predictions, references);
      const occurring = sortedLabels(predictions, references);
      const coded = labelled(predictions, references, labels ?? occurring);
      const correct = Float64Array.from(predictions, (prediction, item) => (prediction === references[item] ? 1 : 0));
      const known = new Set(coded.labels);
      const isAccuracy = occurring.every((label) => known.has(label));
      return scored(coded, correct, { labelsGiven: labels !== undefined, isAccuracy });
    },
  };
}

interface Labels {
  readonly labelsGiven: boolean;
  /** Whether every label that occurs counts: the micro average is the accuracy then, and is called so. */
  readonly isAccuracy: boolean;
}

function scored(coded: Labelled, correct: Float64Array, { labelsGiven, isAccuracy }: Labels): Scored {
  const kinds = labelsGiven ? ['macro', 'weighted', 'micro'] : ['macro', 'weighted'];
  const names = ['accuracy', ...kinds.flatMap((kind) => [`f1_${kind}`, `precision_${kind}`, `recall_${kind}`])];
  const figuresOf = (draw: Uint32Array): Float64Array => {
    const tallies = talliesOf(coded, draw);
    const averages = averagesOf(labelsGiven ? tallies : tallies.filter(({ predicted, expected }) => predicted + expected > 0));
    const values = averages.slice(0, kinds.length).flatMap(({ f1, precision, recall }) => [f1, precision, recall]);
    return Float64Array.of(accuracyOf(correct, draw), ...values);
  };
  const all = Uint32Array.from(correct, (_, item) => item);
  const values = figuresOf(all);
  const confusion = confusionOf(coded);
  return {
    items: correct.length,
    figures: names.map((name, index) => ({ name, value: values[index] ?? 0, unit: 'fraction' })),
    columns: [{ name: 'correct', values: correct }],
    figuresOf,
    report: { ...reportOf(coded.labels, talliesOf(coded, all), isAccuracy), supportDigits: correct.includes(1) ? 0 : 1 },
    ...(confusion === undefined ? {} : { confusion }),
  };
}

/** Macro, weighted, micro. */
function averagesOf(tallies: readonly Tally[]): readonly [ClassScore, ClassScore, ClassScore] {
  const classes = tallies.map((tally) => scoreOf('', tally));
  return [macroAverage(classes), weightedAverage(classes), microAverage(tallies)];
}

function reportOf(labels: readonly string[], tallies: readonly Tally[], isAccuracy: boolean): Omit<ClassReport, 'supportDigits'> {
  const [macro, weighted, micro] = averagesOf(tallies);
  return {
    classes: tallies.map((tally, index) => scoreOf(labels[index] ?? '', tally)),
    accuracy: isAccuracy ? micro.f1 : undefined,
    averages: isAccuracy ? [macro, weighted] : [micro, macro, weighted],
  };
}

function accuracyOf(correct: Float64Array, draw: Uint32Array): number {
  let sum = 0;
  for (let index = 0; index < draw.length; index += 1) sum += correct[draw[index] ?? 0] ?? 0;
  return sum / draw.length;
}
