import { binaryRows } from './binary-rows.ts';
import { flattened, mayBeLoose } from './flat.ts';
import { findRows, firstGap, type JsonRows } from './json-rows.ts';
import type { List } from './template.ts';
import { rowLengthOf, type Tensor } from './tensor.ts';

/** A tensor's rows as they stand in a message, and what stands around them. */
export interface Column {
  readonly rows: readonly Buffer[];
  readonly form: 'flat' | 'nested' | 'binary';
  readonly list: List;
}

const IN_BRACKETS: List = { open: Buffer.from('['), separator: Buffer.from(','), close: Buffer.from(']') };

/** The rows of an input, written in the one way in which those of several requests can stand beside each other. */
export function plainRows(body: Buffer, tensor: Tensor): readonly Buffer[] | undefined {
  const { place, layout, shape } = tensor;
  if (layout === 'binary') return rawRows(body, tensor);
  const found = findRows(body, place, shape);
  if (found === undefined) return undefined;
  const rows = slices(body, found);
  return mayBeLoose(body.subarray(place.start + 1, place.end)) ? rows.map(flattened) : rows;
}

/** How `plainRows` are written. */
export const plainList: List = IN_BRACKETS;

/** The rows of an output as the model wrote them; undefined where they are not as its shape says. */
export function columnOf(body: Buffer, tensor: Tensor): Column | undefined {
  const { place, layout, shape } = tensor;
  if (layout === 'binary') {
    const rows = rawRows(body, tensor);
    return rows === undefined ? undefined : { rows, form: 'binary', list: IN_BRACKETS };
  }
  const found = findRows(body, place, shape);
  if (found === undefined) return undefined;
  return { rows: slices(body, found), form: found.isNested ? 'nested' : 'flat', list: listOf(body, tensor, found) };
}

function rawRows(body: Buffer, tensor: Tensor): readonly Buffer[] | undefined {
  const { place, datatype, shape } = tensor;
  return binaryRows(body.subarray(place.start, place.end), datatype, shape[0] ?? 0, rowLengthOf(tensor));
}

function slices(body: Buffer, { bounds }: JsonRows): Buffer[] {
  const rows: Buffer[] = [];
  for (let index = 0; index < bounds.length; index += 2) rows.push(body.subarray(bounds[index], bounds[index + 1]));
  return rows;
}

function listOf(body: Buffer, { place }: Tensor, { bounds }: JsonRows): List {
  const [first = place.start, firstEnd, second] = bounds;
  const separator = second === undefined ? firstGap(body, place) : body.subarray(firstEnd, second);
  return { open: body.subarray(place.start, first), separator, close: body.subarray(bounds.at(-1) ?? place.end, place.end) };
}
