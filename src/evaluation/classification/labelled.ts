import type { Confusion } from '../report/confusion.ts';
import type { Tally } from '../report/tally.ts';

/** Predictions and references as numbers of their labels. */
export interface Labelled {
  readonly labels: readonly string[];
  /** Indexes of labels, one an item; as many as there are labels for a label that is not among them. */
  readonly predicted: Uint32Array;
  readonly expected: Uint32Array;
}

/** @param labels each once, in the order in which they are told of */
export function labelled(predictions: readonly string[], references: readonly string[], labels: readonly string[]): Labelled {
  const indexes = new Map(labels.map((label, index) => [label, index]));
  const indexOf = (label: string): number => indexes.get(label) ?? labels.length;
  return { labels, predicted: Uint32Array.from(predictions, indexOf), expected: Uint32Array.from(references, indexOf) };
}

/** One a label. @param items indexes, as often as each counts */
export function talliesOf({ labels, predicted, expected }: Labelled, items: Uint32Array): Tally[] {
  const [found, wanted, hits] = [counts(labels), counts(labels), counts(labels)];
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index] ?? 0;
    const [prediction, reference] = [predicted[item] ?? 0, expected[item] ?? 0];
    found[prediction] = (found[prediction] ?? 0) + 1;
    wanted[reference] = (wanted[reference] ?? 0) + 1;
    if (prediction === reference) hits[prediction] = (hits[prediction] ?? 0) + 1;
  }
  return labels.map((_, label) => ({ predicted: found[label] ?? 0, expected: wanted[label] ?? 0, hits: hits[label] ?? 0 }));
}

/** One a label, and one for what is none of them. */
function counts({ length }: readonly string[]): Uint32Array {
  return new Uint32Array(length + 1);
}

/** A table of more labels is none that anybody reads, and grows with their square. */
const MOST_CONFUSED = 30;

/** Of all items; undefined where there are too many labels. */
export function confusionOf({ labels, predicted, expected }: Labelled): Confusion | undefined {
  if (labels.length > MOST_CONFUSED) return undefined;
  const counts = labels.map(() => labels.map(() => 0));
  for (const [item, label] of predicted.entries()) {
    const row = counts[expected[item] ?? 0];
    if (row?.[label] !== undefined) row[label] += 1;
  }
  return { labels, counts };
}
