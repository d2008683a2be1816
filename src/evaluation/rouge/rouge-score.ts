/** Fractions. */
export interface RougeScore {
  readonly precision: number;
  readonly recall: number;
  readonly fmeasure: number;
}

/**
 * @param hits what prediction and reference have in common: n-grams, or tokens of common subsequences
 * @param predicted how many the prediction has, and @param expected the reference; of nothing all fractions are 0
 */
export function rougeScore(hits: number, predicted: number, expected: number): RougeScore {
  const precision = hits / Math.max(predicted, 1);
  const recall = hits / Math.max(expected, 1);
  const fmeasure = hits === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, fmeasure };
}
