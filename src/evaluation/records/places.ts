import { valueAt } from '../../kernel/json/value-at.ts';
import { pointerPath } from '../../kernel/json-pointer.ts';
import type { DataRecord } from './read-records.ts';
import { RecordError } from './record-error.ts';
import { type Value, valueOf } from './value.ts';

/** Where models put what they say, by the contracts of docs/codecs.md; the first that the first record has is taken. */
const ANSWERS = [
  '/prediction',
  '/generated_texts/0',
  '/generated_text',
  '/summary_text',
  '/summary',
  '/translation_text',
  '/predicted_label',
  '/labels/0',
  '/label',
  '/Label',
  '/answer',
  '/answers/0/answer',
  '/predict_label/0',
  '/tags',
  '',
];

/** As `transform` writes them, with an id beside them or without, and as models answer, in a list or bare. */
export const PREDICTIONS: readonly string[] = [
  '',
  '/0',
  '/result',
  '/result/0',
  '/SageMakerOutput',
  '/SageMakerOutput/0',
].flatMap((before) => ANSWERS.map((answer) => before + answer));

export const REFERENCES: readonly string[] = [
  '/reference',
  '/references',
  '/target',
  '/label',
  '/labels',
  '/Label',
  '/highlights',
  '/summary',
  '/answers/text',
  '/answers',
  '/answer',
  '/tags',
  '/ner_tags',
];

/** Which of these places the first record has a value at. @throws {RecordError} where it has none */
export function guessedPlace(name: string, [first]: readonly DataRecord[], places: readonly string[], option: string): string {
  const found = places.find((place) => first !== undefined && valueIn(first, pointerPath(place)) !== undefined);
  if (found === undefined)
    throw new RecordError(`${name}: expected ${option}, a JSON Pointer such as ${places[0]}: where is it?`);
  return found;
}

/** @throws {RecordError} for a record without a value there */
export function valuesAt(name: string, records: readonly DataRecord[], place: string): readonly Value[] {
  const path = pointerPath(place);
  return records.map((record) => {
    const value = valueIn(record, path);
    if (value === undefined) throw new RecordError(`${name}:${record.line}: nothing to be compared at "${place}"`);
    return value;
  });
}

function valueIn({ json }: DataRecord, path: readonly string[]): Value | undefined {
  const found = valueAt(json, path);
  return found === undefined ? undefined : valueOf(found);
}
