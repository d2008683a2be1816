import { type JsonNode, memberOf, type ObjectMember, type ObjectNode } from '../../kernel/json/tree.ts';

export interface Place {
  readonly start: number;
  readonly end: number;
}

/** What a header says of one tensor. */
export interface TensorHeader {
  readonly node: ObjectNode;
  readonly name: string;
  readonly datatype: string;
  /** At least one dimension; the first is the batch axis. */
  readonly shape: readonly number[];
  /** Where the size of the batch axis is written. */
  readonly rowsAt: Place;
  /** An array of its elements, or how many bytes of the binary part are its own. */
  readonly content: ObjectMember;
  readonly layout: 'json' | 'binary';
}

/** A tensor, and where its elements stand in its message: an array of JSON, or raw. */
export interface Tensor extends TensorHeader {
  readonly place: Place;
}

/** Reads one element of `inputs` or `outputs`; a text says why it cannot be taken apart. */
export function tensorHeaderOf(node: JsonNode): TensorHeader | string {
  if (node.kind !== 'object') return 'a tensor that is no object';
  const name = textAt(node, 'name');
  const datatype = textAt(node, 'datatype');
  if (name === undefined || datatype === undefined) return 'a tensor without name or datatype';
  const shape = memberOf(node, 'shape')?.value;
  const sizes = shape?.kind === 'array' ? shape.elements : [];
  const [rowsAt] = sizes;
  if (rowsAt === undefined) return `no batch axis in "${name}"`;
  const numbers = sizes.map(countOf);
  if (!numbers.every((size) => size !== undefined)) return `no sizes in the shape of "${name}"`;
  const content = contentOf(node);
  return typeof content === 'string' ? `${content} in "${name}"` : { node, name, datatype, shape: numbers, rowsAt, ...content };
}

/** Elements of a row. */
export function rowLengthOf({ shape }: TensorHeader): number {
  return shape.slice(1).reduce((product, size) => product * size, 1);
}

function contentOf(node: ObjectNode): Pick<TensorHeader, 'content' | 'layout'> | string {
  const data = memberOf(node, 'data');
  const parameters = memberOf(node, 'parameters')?.value;
  const size = parameters?.kind === 'object' ? memberOf(parameters, 'binary_data_size') : undefined;
  if (size !== undefined && data !== undefined) return 'data beside binary data';
  if (size !== undefined) return { content: size, layout: 'binary' };
  return data?.value.kind === 'array' ? { content: data, layout: 'json' } : 'no data';
}

function textAt(node: ObjectNode, key: string): string | undefined {
  const value = memberOf(node, key)?.value;
  return value?.kind === 'string' ? value.text : undefined;
}

/** A number of elements or bytes, by its text; undefined where it is something else. */
export function countOf(node: JsonNode): number | undefined {
  return node.kind === 'number' && /^(0|[1-9]\d{0,14})$/.test(node.text) ? Number(node.text) : undefined;
}
