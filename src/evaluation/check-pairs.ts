import { EvaluationError } from './evaluation-error.ts';

/**
 * One prediction has one reference.
 * @throws {EvaluationError} for lists of unequal length, with the first item that lacks its other half, and for empty ones
 */
export function checkPairs({ length }: readonly unknown[], references: readonly unknown[]): void {
  if (length === 0 && references.length === 0) throw new EvaluationError('there are no items to score');
  if (length < references.length)
    throw new EvaluationError(`no prediction: there are ${counts(length, references.length)}`, length);
  if (length > references.length) {
    throw new EvaluationError(`no reference: there are ${counts(length, references.length)}`, references.length);
  }
}

function counts(predictions: number, references: number): string {
  return `${predictions} predictions and ${references} references`;
}
