import { CLOSE_BRACKET, COLON, COMMA, QUOTE, skipSpace } from './characters.ts';
import { decodeString } from './key.ts';
import { skipNumber } from './number-token.ts';
import { kindOf } from './span.ts';
import { skipString } from './string-token.ts';
import { skipWord } from './word-token.ts';

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
  return readNode(body, skipSpace(body, 0));
}

/** The value of the only member of that key; undefined where there is none. */
export function memberOf(node: ObjectNode, key: string): ObjectMember | undefined {
  return node.members.find((member) => member.key === key);
}

function readNode(body: Buffer, start: number): JsonNode {
  const kind = kindOf(body[start]);
  if (kind === 'object') return readObject(body, start);
  if (kind === 'array') return readArray(body, start);
  if (kind === 'string') {
    const end = skipString(body, start);
    return { kind, start, end, text: decodeString(body, start, end) };
  }
  const number = skipNumber(body, start);
  const end = number >= 0 ? number : skipWord(body, start);
  return { kind, start, end, text: body.toString('latin1', start, end) };
}

function readObject(body: Buffer, start: number): ObjectNode {
  const members: ObjectMember[] = [];
  let at = skipSpace(body, start + 1);
  while (body[at] === QUOTE) {
    const member = readMember(body, at);
    members.push(member);
    at = afterComma(body, member.value.end);
  }
  return { kind: 'object', start, end: at + 1, members };
}

function readMember(body: Buffer, keyStart: number): ObjectMember {
  const keyEnd = skipString(body, keyStart);
  const colon = body.indexOf(COLON, keyEnd);
  return { key: decodeString(body, keyStart, keyEnd), keyStart, value: readNode(body, skipSpace(body, colon + 1)) };
}

function readArray(body: Buffer, start: number): ArrayNode {
  const elements: JsonNode[] = [];
  let at = skipSpace(body, start + 1);
  while (body[at] !== CLOSE_BRACKET) {
    const element = readNode(body, at);
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
