import { isUtf8 } from 'node:buffer';
import { byteAt, CLOSE_BRACE, CLOSE_BRACKET, COMMA, skipSpace } from '../../kernel/json/characters.ts';
import { decodeString } from '../../kernel/json/key.ts';
import { MAX_DEPTH, Reader } from '../../kernel/json/reader.ts';
import { type Scan, scan } from '../../kernel/json/scan.ts';
import { kindOf } from '../../kernel/json/span.ts';
import type { JsonNode, ObjectMember } from '../../kernel/json/tree.ts';

/** Beyond it, what stands beside the tensors' data is not read: a tree costs far more than what it was read from. */
const MAX_REST_BYTES = 65_536;

export type Header = { readonly kind: 'found'; readonly root: JsonNode } | Exclude<Scan, { readonly kind: 'found' }>;

/** The list of tensors in a message. */
export type ListKey = 'inputs' | 'outputs';

/**
 * Validates JSON in one pass and gives its tree, in which each array at `<listKey>[i].data` is left unread: it has its place,
 * but no elements. Never throws.
 */
export function readHeader(text: Buffer, listKey: ListKey): Header {
  const root = isUtf8(text) ? new HeaderReader(text, listKey).root() : undefined;
  if (root !== undefined) return { kind: 'found', root };
  const found = scan(text, {});
  return found.kind === 'found' ? { kind: 'opaque', reason: `more than ${MAX_REST_BYTES} bytes beside the data` } : found;
}

/** What a value is to a message of tensors. */
type Role = 'root' | 'list' | 'tensor' | 'data' | 'other';

/** Every method gives undefined where it gives up: not JSON, too deep, or too long. */
class HeaderReader {
  readonly #reader: Reader;
  readonly #listKey: ListKey;
  #dataBytes = 0;

  constructor(text: Buffer, listKey: ListKey) {
    this.#reader = new Reader(text);
    this.#listKey = listKey;
  }

  root(): JsonNode | undefined {
    const { body } = this.#reader;
    const root = this.#value(skipSpace(body, 0), 0, 'root');
    return root !== undefined && skipSpace(body, root.end) === body.length ? root : undefined;
  }

  #value(start: number, depth: number, role: Role): JsonNode | undefined {
    const { body } = this.#reader;
    const kind = kindOf(byteAt(body, start));
    if (kind === 'object' && depth < MAX_DEPTH) return this.#object(start, depth + 1, role);
    if (kind === 'array' && role !== 'data' && depth < MAX_DEPTH) return this.#array(start, depth + 1, role);
    const end = this.#reader.value(start, depth);
    if (end < 0) return undefined;
    if (kind === 'array') {
      this.#dataBytes += end - start;
      return { kind, start, end, elements: [] };
    }
    if (kind === 'object' || this.#isTooLong(end)) return undefined;
    const text = kind === 'string' ? decodeString(body, start, end) : body.toString('latin1', start, end);
    return { kind, start, end, text };
  }

  #object(start: number, depth: number, role: Role): JsonNode | undefined {
    const { body } = this.#reader;
    const members: ObjectMember[] = [];
    let at = skipSpace(body, start + 1);
    while (byteAt(body, at) !== CLOSE_BRACE) {
      if (members.length > 0) at = this.#afterComma(at);
      const member = at < 0 ? undefined : this.#member(at, depth, role);
      if (member === undefined) return undefined;
      members.push(member);
      at = skipSpace(body, member.value.end);
    }
    return { kind: 'object', start, end: at + 1, members };
  }

  #member(keyStart: number, depth: number, role: Role): ObjectMember | undefined {
    const keyEnd = this.#reader.key(keyStart);
    const start = keyEnd < 0 ? keyEnd : this.#reader.colon(keyEnd);
    if (start < 0 || this.#isTooLong(start)) return undefined;
    const key = decodeString(this.#reader.body, keyStart, keyEnd);
    const value = this.#value(start, depth, this.#roleOf(key, role));
    return value === undefined ? undefined : { key, keyStart, value };
  }

  #array(start: number, depth: number, role: Role): JsonNode | undefined {
    const { body } = this.#reader;
    const elements: JsonNode[] = [];
    let at = skipSpace(body, start + 1);
    while (byteAt(body, at) !== CLOSE_BRACKET) {
      if (elements.length > 0) at = this.#afterComma(at);
      const element = at < 0 || this.#isTooLong(at) ? undefined : this.#value(at, depth, role === 'list' ? 'tensor' : 'other');
      if (element === undefined) return undefined;
      elements.push(element);
      at = skipSpace(body, element.end);
    }
    return { kind: 'array', start, end: at + 1, elements };
  }

  #afterComma(at: number): number {
    const { body } = this.#reader;
    return byteAt(body, at) === COMMA ? skipSpace(body, at + 1) : Reader.FAILED;
  }

  #roleOf(key: string, parent: Role): Role {
    if (parent === 'root' && key === this.#listKey) return 'list';
    return parent === 'tensor' && key === 'data' ? 'data' : 'other';
  }

  #isTooLong(at: number): boolean {
    return at - this.#dataBytes > MAX_REST_BYTES;
  }
}
