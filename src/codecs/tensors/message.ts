import { memberOf, type ObjectMember, type ObjectNode } from '../../kernel/json/tree.ts';
import type { Message } from '../port.ts';
import { type ListKey, readHeader } from './header.ts';
import { type Layout, layoutOf } from './layout.ts';
import { countOf, type Place, type Tensor, type TensorHeader, tensorHeaderOf } from './tensor.ts';

/** A request or a reply of the Open Inference Protocol, read as far as its tensors' places. */
export interface TensorMessage {
  readonly kind: 'tensors';
  readonly layout: Layout;
  /** The JSON of it. */
  readonly text: Buffer;
  readonly root: ObjectNode;
  /** Where the tensors are listed. */
  readonly list: ObjectMember;
  /** At least one, in the order of their declaration; no two of one name. */
  readonly tensors: readonly Tensor[];
}

/** `invalid`: a body without a binary part is no JSON. `unfit`: it may be valid, but is not to be taken apart. */
export interface Unreadable {
  readonly kind: 'invalid' | 'unfit';
  readonly reason: string;
}

/**
 * Reads a message: `{"<listKey>": [{"name", "shape", "datatype", "parameters"?, "data"?}, ...], ...}`, and behind it, where the
 * headers say so, the raw tensors that have a `binary_data_size`, in order. Never throws.
 */
export function readMessage({ headers, body }: Message, listKey: ListKey): TensorMessage | Unreadable {
  const layout = layoutOf(headers, body.length);
  if (layout.kind === 'bad') return unfit('a header size that cannot be');
  const text = layout.kind === 'binary' ? body.subarray(0, layout.headerBytes) : body;
  const header = readHeader(text, listKey);
  if (header.kind === 'invalid') return { kind: layout.kind === 'json' ? 'invalid' : 'unfit', reason: header.message };
  if (header.kind === 'opaque') return unfit(header.reason);
  const { root } = header;
  if (root.kind !== 'object') return unfit('not an object');
  const list = memberOf(root, listKey);
  if (list?.value.kind !== 'array' || list.value.elements.length === 0) return unfit(`no "${listKey}"`);
  const tensors = placed(list.value.elements.map(tensorHeaderOf), text.length, body.length);
  if (typeof tensors === 'string') return unfit(tensors);
  const names = new Set(tensors.map(({ name }) => name));
  if (names.size < tensors.length) return unfit('two tensors of one name');
  return { kind: 'tensors', layout, text, root, list, tensors };
}

/** Gives each binary tensor its part of the bytes from `binaryStart` to `end`, all of which must be some tensor's. */
function placed(headers: readonly (TensorHeader | string)[], binaryStart: number, end: number): Tensor[] | string {
  const tensors: Tensor[] = [];
  let at = binaryStart;
  for (const header of headers) {
    if (typeof header === 'string') return header;
    const place = placeOf(header, at);
    if (place === undefined) return `a binary_data_size that is no size in "${header.name}"`;
    if (header.layout === 'binary') at = place.end;
    tensors.push({ ...header, place });
  }
  return at === end ? tensors : 'another number of raw bytes than the header says';
}

function placeOf({ layout, content }: TensorHeader, start: number): Place | undefined {
  if (layout === 'json') return content.value;
  const size = countOf(content.value);
  return size === undefined ? undefined : { start, end: start + size };
}

function unfit(reason: string): Unreadable {
  return { kind: 'unfit', reason };
}
