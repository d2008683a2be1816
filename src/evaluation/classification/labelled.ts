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
export function talliesOf({ labels, predicted, expected }: Labelled, items: Iterable<number>): Tally[] {
  const tallies = Array.from({ length: labels.length + 1 }, () => ({ predicted: 0, expected: 0, hits: 0 }));
  for (const item of items) {
    const [found, wanted] = [tallies[predicted[item] ?? 0], tallies[expected[item] ?? 0]];
    if (found === undefined || wanted === undefined) continue;
    found.predicted += 1;
    wanted.expected += 1;
    if (found === wanted) found.hits += 1;
  }
  return tallies.slice(0, labels.length);
}
