import { isUtf8 } from 'node:buffer';
import { CLOSE_BRACKET, COMMA, OPEN_BRACE, OPEN_BRACKET, QUOTE, skipSpace } from './characters.ts';
import { decodeString } from './key.ts';
import { Reader } from './reader.ts';

/** Where a JSON value stands: bytes `start` up to, not including, `end`, without the white space around it. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

export interface MemberPart {
  /** Quotes included, escapes as written. */
  readonly key: Part;
  readonly value: Part;
}

/**
 * Where the value of a text stands; undefined for what is not JSON (with the bare `NaN` and infinities of Python), or is nested
 * deeper than the kernel's MAX_DEPTH. Unlike `scan`, it bounds no number of elements or members: the last of them may be wanted.
 */
export function jsonValue(text: Buffer): Part | undefined {
  if (!isUtf8(text)) return undefined;
  const start = skipSpace(text, 0);
  const end = new Reader(text).value(start, 0);
  return end < 0 || skipSpace(text, end) < text.length ? undefined : { start, end };
}

export function isObject(text: Buffer, { start }: Part): boolean {
  return text[start] === OPEN_BRACE;
}

export function isArray(text: Buffer, { start }: Part): boolean {
  return text[start] === OPEN_BRACKET;
}

/** The members of an object that was found valid, in their order. */
export function* membersOf(text: Buffer, object: Part): Generator<MemberPart> {
  const reader = new Reader(text);
  let at = skipSpace(text, object.start + 1);
  while (text[at] === QUOTE) {
    const keyEnd = reader.key(at);
    const start = reader.colon(keyEnd);
    const end = reader.value(start, 0);
    yield { key: { start: at, end: keyEnd }, value: { start, end } };
    at = afterComma(text, end);
  }
}

/** The value of a member of an object, the last of that name; undefined where there is none, or the text is no object. */
export function memberValue(text: Buffer, name: string): Buffer | undefined {
  const object = jsonValue(text);
  if (object === undefined || !isObject(text, object)) return undefined;
  let found: Buffer | undefined;
  for (const { key, value } of membersOf(text, object)) {
    if (decodeString(text, key.start, key.end) === name) found = text.subarray(value.start, value.end);
  }
  return found;
}

/** The elements of an array that was found valid. */
export function elementsOf(text: Buffer, array: Part): readonly Part[] {
  const reader = new Reader(text);
  const elements: Part[] = [];
  let at = skipSpace(text, array.start + 1);
  while (text[at] !== CLOSE_BRACKET) {
    const end = reader.value(at, 0);
    elements.push({ start: at, end });
    at = afterComma(text, end);
  }
  return elements;
}

/** At the next part or the closing bracket. */
function afterComma(text: Buffer, end: number): number {
  const at = skipSpace(text, end);
  return text[at] === COMMA ? skipSpace(text, at + 1) : at;
}
