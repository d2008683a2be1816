import { isDeepStrictEqual } from 'node:util';
import { pointerPath } from '../../kernel/json-pointer.ts';
import { idOf } from './id-of.ts';
import type { Joined } from './joined.ts';
import { RecordError } from './record-error.ts';
import type { Value } from './value.ts';
import type { ValueFile } from './value-file.ts';

interface Entry {
  readonly line: number;
  readonly value: Value;
}
type Entries = ReadonlyMap<string, Entry>;

/** @throws {RecordError} for a record without an id, and for an id that stands for different values */
export function joinById(references: ValueFile, systems: readonly ValueFile[], idPlace: string): Joined {
  const path = pointerPath(idPlace);
  const expected = entriesOf(references, path, idPlace);
  const said = systems.map((file) => entriesOf(file, path, idPlace));
  const [ids, missing] = parted([...expected.keys()], (id) => said.every((entries) => entries.has(id)));
  const valuesOf = (entries: Entries): Value[] => ids.map((id) => entries.get(id)?.value ?? '');
  const lineIn = (entries: Entries | undefined, item: number): number | undefined => entries?.get(ids[item] ?? '')?.line;
  return {
    ids,
    references: valuesOf(expected),
    predictions: said.map(valuesOf),
    missing,
    surplus: [...new Set(said.flatMap((entries) => [...entries.keys()].filter((id) => !expected.has(id))))],
    by: 'id',
    placeOf: (item, system) =>
      `${systems[system]?.name}:${lineIn(said[system], item)}, ${references.name}:${lineIn(expected, item)}`,
  };
}

/** A record that is there twice and says the same is one: streams deliver at least once. */
function entriesOf({ name, records, values }: ValueFile, path: readonly string[], idPlace: string): Entries {
  const entries = new Map<string, Entry>();
  for (const [index, record] of records.entries()) {
    const value = values[index];
    // What failed in a transform is a bare null.
    if (value === undefined) continue;
    const { line } = record;
    const id = idOf(record, path);
    if (id === undefined) throw new RecordError(`${name}:${line}: no id at "${idPlace}"`);
    const before = entries.get(id);
    if (before !== undefined && !isDeepStrictEqual(before.value, value))
      throw new RecordError(`${name}:${line}: the id ${JSON.stringify(id)} has another value in line ${before.line}`);
    entries.set(id, before ?? { line, value });
  }
  return entries;
}

function parted<T>(all: readonly T[], isIn: (one: T) => boolean): readonly [T[], T[]] {
  const [inside, outside]: [T[], T[]] = [[], []];
  for (const one of all) (isIn(one) ? inside : outside).push(one);
  return [inside, outside];
}
