import { checkPairs } from '../check-pairs.ts';
import { EvaluationError } from '../evaluation-error.ts';

type Sequences = readonly (readonly string[])[];

/** @throws {EvaluationError} unless there is a reference for each sequence, with as many tags */
export function checkTags(predictions: Sequences, references: Sequences): void {
  checkPairs(predictions, references);
  for (const [item, { length }] of predictions.entries()) {
    const wanted = references[item]?.length;
    if (length !== wanted) throw new EvaluationError(`${length} tags where the reference has ${wanted}`, item);
  }
}
