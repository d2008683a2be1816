import { PREDICTIONS, REFERENCES } from './places.ts';
import type { DataRecord } from './read-records.ts';
import { RecordError } from './record-error.ts';
import type { Value } from './value.ts';
import { guessedPlace, valuesAt } from './values-at.ts';

/** The records of one file, with what is compared of each. */
export interface ValueFile {
  readonly name: string;
  readonly records: readonly DataRecord[];
  /** A JSON Pointer: where the values are. */
  readonly place: string;
  /** Undefined where a record says that it has none: it is `null`, or has `null` there. */
  readonly values: readonly (Value | undefined)[];
}

/** @param pointer found by itself where it is not given @throws {RecordError} for a record without one */
export function referencesIn(name: string, records: readonly DataRecord[], pointer?: string): ValueFile {
  const place = pointer ?? guessed(name, records, REFERENCES, 'reference');
  const values = valuesAt(name, records, place);
  const none = records[values.indexOf(undefined)];
  if (none !== undefined) throw new RecordError(`${name}:${none.line}: null is no reference`);
  return { name, records, place, values };
}

/** @param pointer found by itself where it is not given @throws {RecordError} for a record that has nothing there, not even null */
export function predictionsIn(name: string, records: readonly DataRecord[], pointer?: string): ValueFile {
  const place = pointer ?? guessed(name, records, PREDICTIONS, 'prediction');
  return { name, records, place, values: valuesAt(name, records, place) };
}

function guessed(name: string, records: readonly DataRecord[], places: readonly string[], kind: string): string {
  if (records.length === 0) throw new RecordError(`${name}: there are no records in it`);
  const place = guessedPlace(records, places);
  if (place === undefined)
    throw new RecordError(`${name}: where are the ${kind}s? --${kind} takes a JSON Pointer, such as /${kind}`);
  return place;
}
