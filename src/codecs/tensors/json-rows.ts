import {
  byteAt,
  CLOSE_BRACKET,
  COMMA,
  END,
  isSpace,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  skipSpace,
} from '../../kernel/json/characters.ts';
import { skipString } from '../../kernel/json/string-token.ts';
import type { Place } from './tensor.ts';

/** Where the rows of a tensor stand that is written as JSON. */
export interface JsonRows {
  /** Start and end of each row in turn: from its first element to its last or, nested, from bracket to bracket. */
  readonly bounds: readonly number[];
  /** Whether each axis has brackets of its own; else all elements stand in one list. */
  readonly isNested: boolean;
}

/**
 * Finds the rows in valid JSON data; undefined where its elements are not as the shape says. It walks the bytes once and notes
 * no more than the bounds of rows.
 */
export function findRows(body: Buffer, data: Place, shape: readonly number[]): JsonRows | undefined {
  const [rows = 0, ...row] = shape;
  const rowLength = row.reduce((product, size) => product * size, 1);
  let at = skipSpace(body, data.start + 1);
  const isNested = row.length > 0 && byteAt(body, at) === OPEN_BRACKET;
  const bounds: number[] = [];
  for (let index = 0; index < rows; index += 1) {
    if (index > 0 && (isNested || rowLength > 0)) at = afterComma(body, at);
    const end = at < 0 ? at : isNested ? arrayEnd(body, at, shape, 1) : elementsEnd(body, at, rowLength);
    if (end < 0) return undefined;
    bounds.push(at, end);
    at = skipSpace(body, end);
  }
  return at === data.end - 1 ? { bounds, isNested } : undefined;
}

/** What stands between the first two elements, brackets aside; undefined where no comma follows the first. */
export function firstGap(body: Buffer, data: Place): Buffer | undefined {
  let at = data.start;
  while (byteAt(body, at) === OPEN_BRACKET || isSpace(byteAt(body, at))) at += 1;
  const end = elementEnd(body, at);
  const next = end < 0 ? end : afterComma(body, skipSpace(body, end));
  return next < 0 ? undefined : body.subarray(end, next);
}

const NONE = -1;

/** The end of the array at `start`, which has as many elements as axis `axis` of the shape says. */
function arrayEnd(body: Buffer, start: number, shape: readonly number[], axis: number): number {
  if (byteAt(body, start) !== OPEN_BRACKET) return NONE;
  const size = shape[axis] ?? 0;
  let at = skipSpace(body, start + 1);
  for (let index = 0; index < size; index += 1) {
    if (index > 0) at = afterComma(body, at);
    if (at < 0) return NONE;
    const end = axis + 1 < shape.length ? arrayEnd(body, at, shape, axis + 1) : elementEnd(body, at);
    if (end < 0) return NONE;
    at = skipSpace(body, end);
  }
  return byteAt(body, at) === CLOSE_BRACKET ? at + 1 : NONE;
}

/** The end of the last of `count` elements. */
function elementsEnd(body: Buffer, start: number, count: number): number {
  let at = start;
  let end = start;
  for (let left = count; left > 0; left -= 1) {
    if (left < count) at = afterComma(body, skipSpace(body, end));
    end = at < 0 ? at : elementEnd(body, at);
    if (end < 0) return NONE;
  }
  return end;
}

/** The end of a text, number or literal name. */
function elementEnd(body: Buffer, start: number): number {
  const first = byteAt(body, start);
  if (first === QUOTE) return skipString(body, start);
  if (first === OPEN_BRACKET || first === OPEN_BRACE) return NONE;
  let at = start;
  while (!endsElement(byteAt(body, at))) at += 1;
  return at === start ? NONE : at;
}

function endsElement(byte: number): boolean {
  return byte === COMMA || byte === CLOSE_BRACKET || byte <= 0x20 || byte === END;
}

function afterComma(body: Buffer, at: number): number {
  return byteAt(body, at) === COMMA ? skipSpace(body, at + 1) : NONE;
}
