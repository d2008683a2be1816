import { isUtf8 } from 'node:buffer';
import { CLOSE_BRACE, CLOSE_BRACKET, COMMA, OPEN_BRACE, OPEN_BRACKET, skipSpace } from './characters.ts';
import { type KeyMatcher, noKey } from './key.ts';
import { Reader } from './reader.ts';
import { kindOf, type Member, type Span } from './span.ts';
import { firstInvalidUtf8 } from './utf8.ts';

/** Elements of one list that are told; those beyond are validated only. */
export const MAX_ELEMENTS = 65_537;

/**
 * What a body is. `object` and `array` tell where their first-level parts stand. `opaque` is a body that may be JSON but is
 * not looked into: a byte order mark (Python refuses it, others do not), or nested deeper than MAX_DEPTH.
 */
export type Scan =
  | { readonly kind: 'object'; readonly value: Span; readonly members: readonly Member[] }
  | { readonly kind: 'array'; readonly value: Span; readonly elements: readonly Span[] }
  | { readonly kind: 'scalar'; readonly value: Span }
  | { readonly kind: 'opaque'; readonly reason: string }
  | { readonly kind: 'invalid'; readonly message: string };

/**
 * Validates a body in one pass and finds its parts: RFC 8259, and the bare `NaN`, `Infinity` and `-Infinity` that Python
 * writes. Members whose key matches `listed` come with their elements where they are arrays. Never throws.
 */
export function scan(body: Buffer, listed: KeyMatcher = noKey): Scan {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return { kind: 'opaque', reason: 'a byte order mark' };
  if (!isUtf8(body)) return { kind: 'invalid', message: `Expected UTF-8 at byte ${firstInvalidUtf8(body)}` };
  const reader = new Reader(body);
  return scanTop(reader, listed) ?? faultOf(reader);
}

function scanTop(reader: Reader, listed: KeyMatcher): Scan | undefined {
  const { body } = reader;
  const start = skipSpace(body, 0);
  const members: Member[] = [];
  const elements: Span[] = [];
  const end = readTop(reader, start, listed, members, elements);
  if (end < 0) return undefined;
  const rest = skipSpace(body, end);
  if (rest < body.length) return { kind: 'invalid', message: `Expected the end of the body at byte ${rest}` };
  const value = { start, end, kind: kindOf(body[start]) };
  if (value.kind === 'object') return { kind: 'object', value, members };
  return value.kind === 'array' ? { kind: 'array', value, elements } : { kind: 'scalar', value };
}

function readTop(reader: Reader, start: number, listed: KeyMatcher, members: Member[], elements: Span[]): number {
  const byte = reader.body[start];
  if (byte === OPEN_BRACE) return readMembers(reader, start, listed, members);
  return byte === OPEN_BRACKET ? readElements(reader, start, 1, elements) : reader.value(start, 0);
}

function readMembers(reader: Reader, open: number, listed: KeyMatcher, members: Member[]): number {
  const { body } = reader;
  let at = skipSpace(body, open + 1);
  if (body[at] === CLOSE_BRACE) return at + 1;
  for (;;) {
    const member = readMember(reader, at, listed);
    if (member === undefined) return Reader.FAILED;
    members.push(member);
    at = skipSpace(body, member.value.end);
    if (body[at] === CLOSE_BRACE) return at + 1;
    if (body[at] !== COMMA) return reader.failAfterValue(OPEN_BRACE, at);
    at = skipSpace(body, at + 1);
  }
}

function readMember(reader: Reader, keyStart: number, listed: KeyMatcher): Member | undefined {
  const { body } = reader;
  const keyEnd = reader.key(keyStart);
  const start = keyEnd < 0 ? keyEnd : reader.colon(keyEnd);
  if (start < 0) return undefined;
  const elements = body[start] === OPEN_BRACKET && listed(body, keyStart, keyEnd) ? [] : undefined;
  const end = elements === undefined ? reader.value(start, 1) : readElements(reader, start, 2, elements);
  return end < 0 ? undefined : { keyStart, keyEnd, value: { start, end, kind: kindOf(body[start]) }, elements };
}

function readElements(reader: Reader, open: number, depth: number, elements: Span[]): number {
  const { body } = reader;
  let at = skipSpace(body, open + 1);
  if (body[at] === CLOSE_BRACKET) return at + 1;
  for (;;) {
    const end = reader.value(at, depth);
    if (end < 0) return end;
    if (elements.length < MAX_ELEMENTS) elements.push({ start: at, end, kind: kindOf(body[at]) });
    at = skipSpace(body, end);
    if (body[at] === CLOSE_BRACKET) return at + 1;
    if (body[at] !== COMMA) return reader.failAfterValue(OPEN_BRACKET, at);
    at = skipSpace(body, at + 1);
  }
}

function faultOf(reader: Reader): Scan {
  const message = reader.fault?.message ?? 'Expected a JSON value';
  return reader.fault?.kind === 'tooDeep' ? { kind: 'opaque', reason: message } : { kind: 'invalid', message };
}
