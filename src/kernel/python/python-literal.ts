import { jsonValue } from '../json/json-parts.ts';
import { MAX_DEPTH } from '../json/reader.ts';
import { TextCursor } from '../text-cursor.ts';
import { readPythonNumber } from './python-number.ts';
import { readPythonString } from './python-string.ts';

const SPACE = /[ \t\n\r\f]*/y;
const WORD = /[A-Za-z_]\w*/y;
const CONSTANTS: ReadonlyMap<string, string> = new Map([
  ['True', 'true'],
  ['False', 'false'],
  ['None', 'null'],
]);

/**
 * JSON text of what Python's `str(value)` or `repr(value)` writes of dicts, lists, tuples (arrays, here), strings, numbers, True,
 * False and None: `{'top_p': 0.95, 'do_sample': True}`. Numbers keep their digits, and keys their order. What is JSON already is
 * returned as it is, without the white space around it.
 *
 * As Python has it: trailing commas, strings side by side, `(1)` which is 1. Not: sets, complex numbers, bytes, prefixed
 * and triple-quoted strings with quotes inside, comments, and keys other than strings.
 * @throws {ParseError} with the column, for anything else, and where it is nested deeper than JSON may be
 */
export function pythonToJson(text: string): string {
  const bytes = Buffer.from(text);
  const json = jsonValue(bytes);
  if (json !== undefined) return bytes.toString('utf8', json.start, json.end);
  const cursor = new TextCursor(text);
  const value = readValue(cursor, 0);
  if (!cursor.isAtEnd) cursor.fail('the end');
  return value;
}

/** With the white space around it. */
function readValue(cursor: TextCursor, depth: number): string {
  cursor.match(SPACE);
  const value = readBare(cursor, depth);
  cursor.match(SPACE);
  return value;
}

function readBare(cursor: TextCursor, depth: number): string {
  const { next } = cursor;
  if (next === "'" || next === '"') return readStrings(cursor);
  if (next === '{' || next === '[' || next === '(') return readContainer(cursor, depth);
  return readPythonNumber(cursor) ?? readConstant(cursor);
}

function readContainer(cursor: TextCursor, depth: number): string {
  if (depth === MAX_DEPTH) return cursor.fail(`at most ${MAX_DEPTH} brackets inside each other`);
  if (cursor.takes('{')) return `{${readList(cursor, '}', () => readPair(cursor, depth + 1)).items.join(',')}}`;
  const close = cursor.takes('[') ? ']' : ')';
  if (close === ')') cursor.need('(');
  const { items, hasComma } = readList(cursor, close, () => readValue(cursor, depth + 1));
  const isInParentheses = close === ')' && items.length === 1 && !hasComma;
  return isInParentheses ? (items[0] as string) : `[${items.join(',')}]`;
}

/** Items up to the closing bracket, and whether there is a comma among them. */
function readList(
  cursor: TextCursor,
  close: string,
  read: () => string,
): { readonly items: string[]; readonly hasComma: boolean } {
  const items: string[] = [];
  let hasComma = false;
  for (cursor.match(SPACE); !cursor.takes(close); cursor.match(SPACE)) {
    if (items.length > 0 && !hasComma) cursor.fail(`"," or "${close}"`);
    items.push(read());
    hasComma = cursor.takes(',');
  }
  return { items, hasComma: hasComma || items.length > 1 };
}

function readPair(cursor: TextCursor, depth: number): string {
  if (cursor.next !== "'" && cursor.next !== '"') cursor.fail('a string as key, or "}"');
  const key = readStrings(cursor);
  cursor.need(':');
  return `${key}:${readValue(cursor, depth)}`;
}

/** Strings side by side are one. */
function readStrings(cursor: TextCursor): string {
  let value = '';
  while (cursor.next === "'" || cursor.next === '"') {
    value += readPythonString(cursor);
    cursor.match(SPACE);
  }
  return JSON.stringify(value);
}

function readConstant(cursor: TextCursor): string {
  const { at } = cursor;
  const word = cursor.match(WORD) ?? '';
  return CONSTANTS.get(word) ?? cursor.fail('a string, a number, True, False, None, "{", "[" or "("', at);
}
