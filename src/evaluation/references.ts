import { EvaluationError } from './evaluation-error.ts';

/** What an item should have been: one text, or several of which any will do. */
export type References = string | readonly string[];

/** @throws {EvaluationError} when there is none, as the packages do */
export function referencesOf(references: References, item: number): readonly string[] {
  const list = typeof references === 'string' ? [references] : references;
  if (list.length === 0) throw new EvaluationError('no reference: its list is empty', item);
  return list;
}
