import { pointerPath } from '../../kernel/json-pointer.ts';
import { idOf } from './id-of.ts';
import { joinById } from './join-by-id.ts';
import type { Joined } from './joined.ts';
import { RecordError } from './record-error.ts';
import type { Value } from './value.ts';
import type { ValueFile } from './value-file.ts';

/**
 * Joins predictions to references by id, whatever their order; by line where no file has ids.
 * @param idPlace a JSON Pointer
 * @throws {RecordError} for ids that are missing or stand for different values, and for files of unlike length without ids
 */
export function join(references: ValueFile, systems: readonly ValueFile[], idPlace: string): Joined {
  const path = pointerPath(idPlace);
  const hasIds = [references, ...systems].some(({ records }) => records.some((record) => idOf(record, path) !== undefined));
  return hasIds ? joinById(references, systems, idPlace) : byLine(references, systems, idPlace);
}

function byLine(references: ValueFile, systems: readonly ValueFile[], idPlace: string): Joined {
  const unlike = systems.find(({ values }) => values.length !== references.values.length);
  if (unlike !== undefined)
    throw new RecordError(
      `${unlike.name} has ${unlike.values.length} records, ${references.name} ${references.values.length}, and none an id at "${idPlace}" to join them by`,
    );
  return joinAligned(
    references,
    systems.map(({ values }) => values),
    {
      by: 'line',
      idAt: (index) => String(references.records[index]?.line),
      placeOf: (index, system) => `${systems[system]?.name}:${systems[system]?.records[index]?.line}`,
    },
  );
}

/**
 * Joins what systems have answered to the records themselves, in the order of these.
 * @param systems of each, an answer a record; undefined where it has none
 */
export function joinAnswers(
  references: ValueFile,
  systems: readonly { readonly name: string; readonly values: readonly (Value | undefined)[] }[],
  idPlace: string,
): Joined {
  const path = pointerPath(idPlace);
  return joinAligned(
    references,
    systems.map(({ values }) => values),
    {
      by: 'request',
      idAt: (index) => {
        const record = references.records[index];
        return record === undefined ? '' : (idOf(record, path) ?? String(record.line));
      },
      placeOf: (_, system) => `the answer of ${systems[system]?.name}`,
    },
  );
}

interface Aligned extends Pick<Joined, 'by'> {
  readonly idAt: (index: number) => string;
  readonly placeOf: (index: number, system: number) => string;
}

/** Predictions in the order of the references. */
function joinAligned(
  { name, records, values }: ValueFile,
  systems: readonly (readonly (Value | undefined)[])[],
  { by, idAt, placeOf }: Aligned,
): Joined {
  const said = (index: number): boolean => systems.every((predictions) => predictions[index] !== undefined);
  const all = values.map((_, index) => index);
  const common = all.filter(said);
  return {
    ids: common.map(idAt),
    references: common.map((index) => values[index] ?? ''),
    predictions: systems.map((predictions) => common.map((index) => predictions[index] ?? '')),
    missing: all.filter((index) => !said(index)).map(idAt),
    surplus: [],
    by,
    placeOf: (item, system) => {
      const index = common[item] ?? 0;
      return `${placeOf(index, system)}, ${name}:${records[index]?.line}`;
    },
  };
}
