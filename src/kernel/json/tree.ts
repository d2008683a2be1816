import { CLOSE_BRACKET, COMMA, QUOTE, skipSpace } from './characters.ts';
import { decodeString } from './key.ts';
import { Reader } from './reader.ts';
import { kindOf } from './span.ts';

interface Placed {
  readonly start: number;
  readonly end: number;
}

export interface ObjectMember {
  /** Decoded. */
  readonly key: string;
  readonly keyStart: number;
  readonly value: JsonNode;
}

export interface ObjectNode extends Placed {
  readonly kind: 'object';
  readonly members: readonly ObjectMember[];
}

export interface ArrayNode extends Placed {
  readonly kind: 'array';
  readonly elements: readonly JsonNode[];
}

/** `text` is a string's decoded value; of others, what is written there. */
export interface ScalarNode extends Placed {
  readonly kind: 'string' | 'number' | 'boolean' | 'null';
  readonly text: string;
}

export type JsonNode = ObjectNode | ArrayNode | ScalarNode;

/** The tree of JSON that a scan has found valid, and so not nested deeper than MAX_DEPTH; numbers stay text. */
export function parseTree(body: Buffer): JsonNode {
  return readNode(new Reader(body), skipSpace(body, 0));
}

/** The value of the only member of that key; undefined where there is none. */
export function memberOf(node: ObjectNode, key: string): ObjectMember | undefined {
  return node.members.find((member) => member.key === key);
}

function readNode(reader: Reader, start: number): JsonNode {
  const { body } = reader;
  const kind = kindOf(body[start]);
  if (kind === 'object') return readObject(reader, start);
  if (kind === 'array') return readArray(reader, start);
  const end = reader.value(start, 0);
  return { kind, start, end, text: kind === 'string' ? decodeString(body, start, end) : body.toString('latin1', start, end) };
}

function readObject(reader: Reader, start: number): ObjectNode {
  const { body } = reader;
  const members: ObjectMember[] = [];
  let at = skipSpace(body, start + 1);
  while (body[at] === QUOTE) {
    const member = readMember(reader, at);
    members.push(member);
    at = afterComma(body, member.value.end);
  }
  return { kind: 'object', start, end: at + 1, members };
}

function readMember(reader: Reader, keyStart: number): ObjectMember {
  const keyEnd = reader.key(keyStart);
  return { key: decodeString(reader.body, keyStart, keyEnd), keyStart, value: readNode(reader, reader.colon(keyEnd)) };
}

function readArray(reader: Reader, start: number): ArrayNode {
  const { body } = reader;
  const elements: JsonNode[] = [];
  let at = skipSpace(body, start + 1);
  while (body[at] !== CLOSE_BRACKET) {
    const element = readNode(reader, at);
    elements.push(element);
    at = afterComma(body, element.end);
  }
  return { kind: 'array', start, end: at + 1, elements };
}

/** At the next value or the closing bracket. */
function afterComma(body: Buffer, end: number): number {
  const at = skipSpace(body, end);
  return body[at] === COMMA ? skipSpace(body, at + 1) : at;
}
