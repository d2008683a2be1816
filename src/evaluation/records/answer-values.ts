import { pointerPath } from '../../kernel/json-pointer.ts';
import { PREDICTIONS } from './places.ts';
import { answerRecord } from './read-records.ts';
import type { Value } from './value.ts';
import { guessedPlace, valueIn } from './values-at.ts';

export interface AnswerValues {
  /** Where they are in the answers. */
  readonly place: string;
  /** Undefined for an answer that has none there, as for a record that has no answer: whoever has paid for the others can still compare them. */
  readonly values: readonly (Value | undefined)[];
}

/** What is compared of answers of a model. @returns undefined where none has anything that can be compared */
export function answerValues(answers: readonly (Buffer | undefined)[], pointer: string | undefined): AnswerValues | undefined {
  const records = answers.map((answer, index) => (answer === undefined ? undefined : answerRecord(index + 1, answer)));
  const given = records.filter((record) => record !== undefined);
  const place = pointer ?? guessedPlace(given, PREDICTIONS);
  if (place === undefined) return undefined;
  const path = pointerPath(place);
  const values = records.map((record) => (record === undefined ? undefined : valueIn(record, path)));
  return values.some((value) => value !== undefined) ? { place, values } : undefined;
}
