import type { Headers } from '../../kernel/headers.ts';
import type { Column } from '../../kernel/json/place.ts';
import type { Found } from '../../kernel/json/span.ts';
import type { Reply } from '../port.ts';
import type { JsonReplyRules } from './rules.ts';
import type { Usage } from './usage.ts';

/** Bytes as the model wrote them, a list of results, or a number that is shared out. */
export type ReplySegment = Buffer | { readonly column: number } | { readonly usage: number };

/** What stands around the results of one column. */
export interface ListFrame {
  readonly name: string;
  /** The opening bracket and the white space after it. */
  readonly open: Buffer;
  readonly close: Buffer;
  /** What the model wrote between two elements, or would. */
  readonly separator: Buffer;
  /** Whether the reply had two, and so tells. */
  readonly tellsSeparator: boolean;
}

/** A reply without its results; shared by those split from it. */
export interface JsonFrame {
  readonly status: number;
  readonly headers: Headers;
  readonly segments: readonly ReplySegment[];
  readonly lists: readonly ListFrame[];
  /** Names of the numbers that are shared out. */
  readonly usage: readonly string[];
  readonly rules: JsonReplyRules;
}

const COMMA = Buffer.from(',');
const SPACED_COMMA = Buffer.from(', ');
const SPACE = 0x20;
const OPEN = Buffer.from('[');
const CLOSE = Buffer.from(']');

/** @param usage the numbers that are shared out, where there are any */
export function frameOf(
  reply: Reply,
  root: Found,
  columns: readonly Column[],
  usage: Pick<Usage, 'names' | 'spans'> | undefined,
  rules: JsonReplyRules,
): JsonFrame {
  const { status, headers, body } = reply;
  const separator = usualSeparator(body, root);
  const holes = [
    ...columns.map(({ value: { start, end } }, column) => ({ start, end, segment: { column } })),
    ...(usage?.spans ?? []).map(({ start, end }, index) => ({ start, end, segment: { usage: index } })),
  ].sort((a, b) => a.start - b.start);
  const segments: ReplySegment[] = [];
  let at = 0;
  for (const { start, end, segment } of holes) {
    segments.push(body.subarray(at, start), segment);
    at = end;
  }
  segments.push(body.subarray(at));
  return {
    status,
    headers,
    segments,
    lists: columns.map((column) => listFrame(body, column, separator)),
    usage: usage?.names ?? [],
    rules,
  };
}

function listFrame(body: Buffer, { name, value }: Column, usual: Buffer): ListFrame {
  const { start, end, elements } = value;
  if (elements === undefined) return { name, open: OPEN, close: CLOSE, separator: usual, tellsSeparator: false };
  const [first, second] = elements;
  const separator = second === undefined ? usual : body.subarray(first?.end, second.start);
  const open = body.subarray(start, first?.start ?? start + 1);
  const close = body.subarray(elements.at(-1)?.end ?? end - 1, end);
  return { name, open, close, separator, tellsSeparator: second !== undefined };
}

/** Writers of JSON put a space behind colons and commas, as Python's does by default, or behind neither. */
function usualSeparator(body: Buffer, { members: [first] = [] }: Found): Buffer {
  return first !== undefined && body[first.value.start - 1] === SPACE ? SPACED_COMMA : COMMA;
}
