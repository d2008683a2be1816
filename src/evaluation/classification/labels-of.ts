import { EvaluationError } from '../evaluation-error.ts';
import { byCodePoint } from '../report/by-code-point.ts';

/** All labels that there are, as scikit-learn sorts them. */
export function sortedLabels(predictions: readonly string[], references: readonly string[]): readonly string[] {
  return [...new Set([...predictions, ...references])].sort(byCodePoint);
}

/** @throws {EvaluationError} when there are none, or one stands there twice */
export function checkLabels(labels: readonly string[]): void {
  if (labels.length === 0) throw new EvaluationError('labels must name at least one');
  const twice = labels.find((label, index) => labels.indexOf(label) !== index);
  if (twice !== undefined) throw new EvaluationError(`labels name ${JSON.stringify(twice)} twice`);
}
