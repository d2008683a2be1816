import type { TextCursor } from '../text-cursor.ts';

const PLAIN = { "'": /[^'\\\n\r]+/y, '"': /[^"\\\n\r]+/y } as const;
const OCTAL = /[0-7]{1,3}/y;
const HEX: Readonly<Record<string, readonly [RegExp, string]>> = {
  x: [/[0-9a-f]{2}/iy, '2 hexadecimal digits'],
  u: [/[0-9a-f]{4}/iy, '4 hexadecimal digits'],
  U: [/[0-9a-f]{8}/iy, '8 hexadecimal digits'],
};
const SIMPLE: ReadonlyMap<string, string> = new Map([
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\n', ''],
]);
const LAST_CODE_POINT = 0x10ffff;

/**
 * The value of the Python string here, of either kind of quotes. Escapes as in Python's reference; one that Python does not
 * know stays as it is written, with its backslash. https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences
 * @throws {ParseError} for a string that is not closed on its line, a wrong `\x`, `\u` or `\U`, and `\N{…}`: it takes Unicode's list of names
 */
export function readPythonString(cursor: TextCursor): string {
  const quote = cursor.takes("'") ? "'" : '"';
  if (quote === '"') cursor.need('"');
  let value = '';
  while (!cursor.takes(quote)) {
    const plain = cursor.match(PLAIN[quote]);
    if (plain !== undefined) value += plain;
    else if (cursor.takes('\\')) value += readEscape(cursor);
    else cursor.fail(`the closing quote (${quote})`);
  }
  return value;
}

function readEscape(cursor: TextCursor): string {
  const octal = cursor.match(OCTAL);
  if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
  const { next: letter } = cursor;
  if (letter === '' || letter === 'N') return cursor.fail('an escape other than \\N{…}');
  cursor.at += 1;
  const hex = HEX[letter];
  return hex === undefined ? (SIMPLE.get(letter) ?? `\\${letter}`) : readHex(cursor, ...hex);
}

function readHex(cursor: TextCursor, digits: RegExp, expected: string): string {
  const { at } = cursor;
  const code = Number.parseInt(cursor.match(digits) ?? cursor.fail(expected), 16);
  return code > LAST_CODE_POINT ? cursor.fail('a code point of at most 0010ffff', at) : String.fromCodePoint(code);
}
