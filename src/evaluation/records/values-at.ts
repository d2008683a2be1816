import { valueAt } from '../../kernel/json/value-at.ts';
import { pointerPath } from '../../kernel/json-pointer.ts';
import type { DataRecord } from './read-records.ts';
import { RecordError } from './record-error.ts';
import { type Value, valueOf } from './value.ts';

/** So many records are looked at for the place that nobody told. */
const LOOKED_AT = 100;

/** Which of the places the first record that has a value at any has one at; undefined where none has. */
export function guessedPlace(records: readonly DataRecord[], places: readonly string[]): string | undefined {
  const paths = places.map((place) => ({ place, path: pointerPath(place) }));
  for (const record of records.slice(0, LOOKED_AT)) {
    const found = paths.find(({ path }) => valueIn(record, path) !== undefined);
    if (found !== undefined) return found.place;
  }
  return undefined;
}

/** What is compared of each record; undefined of one that is `null`, or has `null` there. @throws {RecordError} for one that has nothing there */
export function valuesAt(name: string, records: readonly DataRecord[], place: string): readonly (Value | undefined)[] {
  const path = pointerPath(place);
  return records.map((record) => {
    const value = valueIn(record, path);
    if (value === undefined && !isNull(record.json) && !isNull(valueAt(record.json, path)))
      throw new RecordError(`${name}:${record.line}: neither a text nor a list of texts at "${place}"`);
    return value;
  });
}

/** Undefined where there is none that can be compared. */
export function valueIn({ json }: DataRecord, path: readonly string[]): Value | undefined {
  const found = valueAt(json, path);
  return found === undefined ? undefined : valueOf(found);
}

function isNull(json: Buffer | undefined): boolean {
  return json?.toString('latin1', 0, 64).trim() === 'null';
}
