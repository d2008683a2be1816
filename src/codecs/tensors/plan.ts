import { canonical } from '../../kernel/json/canonical.ts';
import { type JsonNode, memberOf, type ObjectMember, type ObjectNode } from '../../kernel/json/tree.ts';
import type { Alone } from '../extraction.ts';
import { neverShared } from '../never-shared.ts';
import { planKey } from '../plan-key.ts';
import { plainList } from './columns.ts';
import type { TensorMessage } from './message.ts';
import { type PlacedHole, type Segment, type Template, templateOf } from './template.ts';
import type { TensorHeader } from './tensor.ts';

/** Everything that a spelling of a request beside its rows and id tells; shared by all requests spelled so. */
export interface Plan {
  readonly template: Template;
  readonly key: string;
  readonly overheadBytes: number;
}

/** Part of a sequence of calls, or in memory that only its caller's call may use. */
const SOLE = /^(sequence_start|sequence_end|priority|shared_memory_.*)$/;

/** Digits of the largest number of rows or bytes. */
const NUMBER_BYTES = 16;

/** Columns stand in order of their names, whatever order a request lists its inputs in. */
export function columnOrder(tensors: readonly TensorHeader[]): readonly number[] {
  return tensors
    .map(({ name }, index) => ({ name, index }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ index }) => index);
}

/** What is left of a request without its rows and its id. */
export function requestTemplate(message: TensorMessage, order: readonly number[]): Template {
  const columnOf = (index: number) => ({ column: order.indexOf(index), list: plainList });
  return templateOf(message, columnOf, idCut(message.root));
}

/** All bytes of a template, and where its holes are: no valid JSON has a zero byte. */
export function spellingOf({ layout }: TensorMessage, { segments }: Template): string {
  let spelling = layout.kind === 'binary' ? layout.name : '';
  for (const segment of segments) spelling += Buffer.isBuffer(segment) ? segment.toString('latin1') : '\0';
  return spelling;
}

/** Reads what stands beside the rows; the bytes are copied, so that a plan that is kept does not keep a body. */
export function planOf(message: TensorMessage, template: Template, order: readonly number[]): Plan | Alone {
  const { root, tensors, layout } = message;
  const reason = neverShared(root, SOLE);
  if (reason !== undefined) return { alone: reason };
  const ignored = tensors.map(({ content }) => content);
  const id = memberOf(root, 'id');
  if (id !== undefined) ignored.push(id);
  const canonicalText = canonical(withoutRows(message, order), ignored);
  if (canonicalText === undefined) return { alone: 'a key that stands twice in one object' };
  const layouts = order.map((index) => (tensors[index]?.layout === 'binary' ? 'b' : 'j')).join('');
  const key = planKey(`tensors ${layout.kind === 'binary' ? layout.name : ''} ${layouts} `, canonicalText);
  return { template: { ...template, segments: template.segments.map(copied) }, key, overheadBytes: overheadOf(template) };
}

/** The tree with its inputs in order of their names, and the size of the batch axis in none of them. */
function withoutRows({ root, list, tensors }: TensorMessage, order: readonly number[]): JsonNode {
  const elements = order.flatMap((index) => tensors[index] ?? []).map(({ node }) => withoutBatchAxis(node));
  const value: JsonNode = { kind: 'array', start: list.value.start, end: list.value.end, elements };
  return { ...root, members: root.members.map((member) => (member === list ? { ...list, value } : member)) };
}

function withoutBatchAxis(node: ObjectNode): ObjectNode {
  const shape = memberOf(node, 'shape');
  return { ...node, members: node.members.map((member) => (member === shape ? withoutFirst(member) : member)) };
}

function withoutFirst(member: ObjectMember): ObjectMember {
  const { value } = member;
  return value.kind === 'array' ? { ...member, value: { ...value, elements: value.elements.slice(1) } } : member;
}

/** The id and one comma: in a call for several requests it would name but one of them. */
function idCut({ members }: ObjectNode): readonly PlacedHole[] {
  const index = members.findIndex(({ key }) => key === 'id');
  const id = members[index];
  if (id === undefined) return [];
  const next = members[index + 1];
  if (next !== undefined) return [{ start: id.keyStart, end: next.keyStart, hole: undefined }];
  return [{ start: members[index - 1]?.value.end ?? id.keyStart, end: id.value.end, hole: undefined }];
}

function copied(segment: Segment): Segment {
  return Buffer.isBuffer(segment) ? Buffer.from(segment) : segment;
}

function overheadOf({ segments }: Template): number {
  return segments.reduce((sum, segment) => sum + (Buffer.isBuffer(segment) ? segment.length : NUMBER_BYTES), 0);
}
