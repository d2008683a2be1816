import { isDeepStrictEqual } from 'node:util';
import { valueAt } from '../../kernel/json/value-at.ts';
import { pointerPath } from '../../kernel/json-pointer.ts';
import type { DataRecord } from './read-records.ts';
import { RecordError } from './record-error.ts';
import { textOf, type Value } from './value.ts';

/** The records of one file, with what is compared of each. */
export interface ValueFile {
  readonly name: string;
  readonly records: readonly DataRecord[];
  readonly values: readonly Value[];
}

/** What all systems have said something to. */
export interface Joined {
  /** Of each item; its number where records have no ids. */
  readonly ids: readonly string[];
  readonly references: readonly Value[];
  /** By system. */
  readonly predictions: readonly (readonly Value[])[];
  /** Ids of references that one of the systems has no prediction for. */
  readonly missing: readonly string[];
  readonly by: 'id' | 'line';
}

/**
 * Joins predictions to references by id, whatever their order; by line where no file has ids. Ids are compared as texts, so that 7
 * and "7" are one.
 * @throws {RecordError} for ids that are missing or not unique, and for files of unlike length without ids
 */
export function join(references: ValueFile, systems: readonly ValueFile[], idPlace: string): Joined {
  const files = [references, ...systems];
  const path = pointerPath(idPlace);
  const withIds = files.filter(({ records }) => records.some((record) => idIn(record, path) !== undefined));
  if (withIds.length === 0) return byLine(references, systems, idPlace);
  const [expected, ...said] = files.map((file) => byId(file, path, idPlace));
  const ids = [...(expected?.keys() ?? [])];
  const common = ids.filter((id) => said.every((values) => values.has(id)));
  const valuesOf = (values: ReadonlyMap<string, Value> | undefined): Value[] => common.map((id) => values?.get(id) ?? '');
  return {
    ids: common,
    references: valuesOf(expected),
    predictions: said.map(valuesOf),
    missing: ids.filter((id) => !said.every((values) => values.has(id))),
    by: 'id',
  };
}

/**
 * Joins what systems have answered to the records themselves, in the order of these.
 * @param systems of each, an answer a record; undefined where it has none
 */
export function joinAnswers(
  references: ValueFile,
  systems: readonly (readonly (Value | undefined)[])[],
  idPlace: string,
): Joined {
  const path = pointerPath(idPlace);
  const all = references.records.map((record, index) => ({ index, id: idIn(record, path) ?? String(record.line) }));
  const isAnswered = ({ index }: { readonly index: number }): boolean => systems.every((answers) => answers[index] !== undefined);
  const answered = all.filter(isAnswered);
  return {
    ids: answered.map(({ id }) => id),
    references: answered.map(({ index }) => references.values[index] ?? ''),
    predictions: systems.map((answers) => answered.map(({ index }) => answers[index] ?? '')),
    missing: all.filter((record) => !isAnswered(record)).map(({ id }) => id),
    by: 'line',
  };
}

function byLine(references: ValueFile, systems: readonly ValueFile[], idPlace: string): Joined {
  const unlike = systems.find(({ values }) => values.length !== references.values.length);
  if (unlike !== undefined)
    throw new RecordError(
      `${unlike.name} has ${unlike.values.length} records, ${references.name} ${references.values.length}, and none an id at "${idPlace}" to join them by`,
    );
  return {
    ids: references.records.map(({ line }) => String(line)),
    references: references.values,
    predictions: systems.map(({ values }) => values),
    missing: [],
    by: 'line',
  };
}

/** A record that is there twice and says the same is one: streams deliver at least once. */
function byId({ name, records, values }: ValueFile, path: readonly string[], idPlace: string): ReadonlyMap<string, Value> {
  const all = new Map<string, Value>();
  for (const [index, record] of records.entries()) {
    const id = idIn(record, path);
    const value = values[index];
    if (id === undefined || value === undefined) throw new RecordError(`${name}:${record.line}: no id at "${idPlace}"`);
    const before = all.get(id);
    if (before !== undefined && !isDeepStrictEqual(before, value))
      throw new RecordError(`${name}:${record.line}: the id ${JSON.stringify(id)} was there before, with another value`);
    all.set(id, value);
  }
  return all;
}

function idIn({ json }: DataRecord, path: readonly string[]): string | undefined {
  const found = valueAt(json, path);
  return found === undefined ? undefined : textOf(found);
}
