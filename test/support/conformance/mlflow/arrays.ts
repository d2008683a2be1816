import { contentOf } from '../model/content.ts';
import { Refusal } from '../port.ts';
import { type Dict, dict, isDict, isList, isNumber, type Value } from '../python/value.ts';
import { dtypeOf } from './frame.ts';

/** The rows of `inputs` or `instances`: NumPy arrays, each of ONE dtype and one shape. */
export function rowsOfArrays(given: Value): Dict[] {
  const arrays = isDict(given)
    ? given
    : isList(given) && given.length > 0 && given.every(isDict)
      ? columnsOf(given)
      : dict({ '': given });
  const typed = [...arrays].map(([name, array]) => [name, asArray(array)] as const);
  const count = typed[0]?.[1].rows.length ?? 0;
  if (count === 0 || typed.some(([, { rows }]) => rows.length !== count))
    throw new Refusal('The length of values for each input/column name are not the same');
  return Array.from(
    { length: count },
    (_, at) => new Map(typed.map(([name, { dtype, rows }]) => [name, [dtype, rows[at] ?? null]])),
  );
}

/** Instances that are objects are turned into columns. */
function columnsOf(instances: readonly Dict[]): Dict {
  const [first] = instances;
  const names = [...(first?.keys() ?? [])];
  if (instances.some((instance) => instance.size !== names.length || !names.every((name) => instance.has(name)))) {
    throw new Refusal('The instances do not have the same keys');
  }
  return new Map(names.map((name) => [name, instances.map((instance) => instance.get(name) ?? null)]));
}

function asArray(array: Value): { readonly dtype: string; readonly rows: readonly Value[] } {
  if (!isList(array)) throw new Refusal('Expected an array with a batch dimension');
  if (new Set(array.map(shapeOf)).size > 1) throw new Refusal('setting an array element with a sequence: inhomogeneous shape');
  const leaves = leavesOf(array);
  const dtype = leaves.some((leaf) => typeof leaf === 'string') ? `<U` : dtypeOf(leaves);
  return { dtype, rows: array.map((row) => cast(row, dtype)) };
}

function shapeOf(value: Value): string {
  if (!isList(value)) return '';
  const inner = new Set(value.map(shapeOf));
  if (inner.size > 1) throw new Refusal('setting an array element with a sequence: inhomogeneous shape');
  return `${value.length}x${[...inner].join()}`;
}

function leavesOf(value: Value): Value[] {
  return isList(value) ? value.flatMap(leavesOf) : [value];
}

/** One text makes texts of all, one float floats. */
function cast(value: Value, dtype: string): Value {
  if (isList(value)) return value.map((inner) => cast(inner, dtype));
  if (dtype === '<U') return contentOf(value);
  return dtype === 'float64' && isNumber(value) ? Number(value) : value;
}
