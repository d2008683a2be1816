import { CLOSE_BRACE, CLOSE_BRACKET, COMMA, OPEN_BRACE, OPEN_BRACKET, skipSpace } from './characters.ts';
import { MAX_DEPTH, Reader } from './reader.ts';
import { type Found, kindOf, type Member, type Span } from './span.ts';
import type { Want } from './want.ts';

/** Elements of one list that are told; those beyond are validated only. */
export const MAX_ELEMENTS = 65_537;

/**
 * Members of one object that are told: no contract has more, and one with more is opaque. A second key of a name might be among
 * those that are not told.
 */
export const MAX_MEMBERS = 4096;

/** The root value at `at`; undefined once the reader has a fault. */
export function find(reader: Reader, at: number, want: Want): Found | undefined {
  return findValue(reader, at, 0, want, reader.body[at] === OPEN_BRACE);
}

/** Recursion goes as deep as what is wanted, and never beyond MAX_DEPTH. */
function findValue(reader: Reader, start: number, depth: number, want: Want | undefined, isListed: boolean): Found | undefined {
  const byte = reader.body[start];
  const members = isListed ? [] : undefined;
  const elements = byte === OPEN_BRACKET && want?.elements === true ? [] : undefined;
  const end = readParts(reader, start, depth, want, members, elements);
  return end < 0 ? undefined : { start, end, kind: kindOf(byte), elements, members };
}

function readParts(
  reader: Reader,
  start: number,
  depth: number,
  want: Want | undefined,
  members: Member[] | undefined,
  elements: Span[] | undefined,
): number {
  if (members === undefined && elements === undefined) return reader.value(start, depth);
  if (depth === MAX_DEPTH) return reader.tooDeep(start);
  if (members !== undefined) return readMembers(reader, start, depth + 1, want, members);
  return elements === undefined ? Reader.FAILED : readElements(reader, start, depth + 1, elements);
}

function readMembers(reader: Reader, open: number, depth: number, want: Want | undefined, members: Member[]): number {
  const { body } = reader;
  let at = skipSpace(body, open + 1);
  if (body[at] === CLOSE_BRACE) return at + 1;
  for (;;) {
    const member = readMember(reader, at, depth, want);
    if (member === undefined) return Reader.FAILED;
    if (members.length === MAX_MEMBERS) return reader.tooMany(member.keyStart);
    members.push(member);
    at = skipSpace(body, member.value.end);
    if (body[at] === CLOSE_BRACE) return at + 1;
    if (body[at] !== COMMA) return reader.failAfterValue(OPEN_BRACE, at);
    at = skipSpace(body, at + 1);
  }
}

function readMember(reader: Reader, keyStart: number, depth: number, want: Want | undefined): Member | undefined {
  const { body } = reader;
  const keyEnd = reader.key(keyStart);
  const start = keyEnd < 0 ? keyEnd : reader.colon(keyEnd);
  if (start < 0) return undefined;
  const wanted = want?.member?.(body, keyStart, keyEnd);
  const isListed = body[start] === OPEN_BRACE && wanted?.member !== undefined;
  const value = findValue(reader, start, depth, wanted, isListed);
  return value === undefined ? undefined : { keyStart, keyEnd, value };
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
