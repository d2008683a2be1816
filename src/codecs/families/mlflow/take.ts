import type { Column } from '../../../kernel/json/place.ts';
import { type Found, scan } from '../../../kernel/json/scan.ts';
import type { TakeItems } from '../../json-request/shape.ts';
import { takeLists } from '../../json-request/take.ts';
import { literalKind } from './literal-kind.ts';
import { tensorKind } from './tensor-kind.ts';

type KindOf = (slice: Buffer) => string | undefined;

/** Rows of a data frame: lists of cells, or objects of them. */
export const takeFrameRows: TakeItems = takeOfKind((slice) => kindOfParts(slice, literalKind));

/** Rows of arrays: each a tensor, or an object of named ones. */
export const takeTensorRows: TakeItems = takeOfKind((slice) =>
  slice[0] === 0x7b ? kindOfParts(slice, tensorKind) : tensorKind(slice),
);

/** Rows as lists have them, if all are of one kind: other rows would change what is made of them. */
function takeOfKind(kindOf: KindOf): TakeItems {
  return (body, columns) => {
    const taken = takeLists(body, columns);
    if (!('items' in taken)) return taken;
    const kinds = new Set(taken.items.map((parts) => together(parts.map(kindOf))));
    const [kind] = kinds;
    if (kinds.size !== 1 || kind === undefined) return { alone: 'rows of unlike types' };
    return { ...taken, kind: `${kind}${orderOf(columns)}` };
  };
}

/** Columns stand here in order of their names; pandas keeps the order in which they were written. */
function orderOf(columns: readonly Column[]): string {
  const written = columns.toSorted((a, b) => a.value.start - b.value.start);
  return written.every((column, index) => column === columns[index])
    ? ''
    : ` of ${written.map(({ name }) => JSON.stringify(name)).join()}`;
}

/** Of a list or an object part by part, of anything else as it is. */
function kindOfParts(slice: Buffer, kindOf: KindOf): string | undefined {
  const found = scan(slice);
  if (found.kind === 'found' && found.value.kind !== 'array' && found.value.kind !== 'object') return `- ${kindOf(slice) ?? '?'}`;
  return found.kind === 'found'
    ? together(partsOf(slice, found.value).map(([key, part]) => withKey(key, kindOf(part))))
    : undefined;
}

function partsOf(slice: Buffer, { elements, members }: Found): readonly (readonly [key: string, part: Buffer])[] {
  if (elements !== undefined) return elements.map(({ start, end }) => ['', slice.subarray(start, end)]);
  return (members ?? []).map(({ keyStart, keyEnd, value }) => [
    slice.toString('utf8', keyStart, keyEnd),
    slice.subarray(value.start, value.end),
  ]);
}

function withKey(key: string, kind: string | undefined): string | undefined {
  return kind === undefined ? undefined : key + kind;
}

function together(kinds: readonly (string | undefined)[]): string | undefined {
  return kinds.includes(undefined) ? undefined : kinds.join(' ');
}
