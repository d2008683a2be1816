import type { TextCursor } from '../text-cursor.ts';

const SIGN = /[+-]?/y;
const RADIX = /0(?:x(?:_?[0-9a-f])+|o(?:_?[0-7])+|b(?:_?[01])+)(?![\w.])/iy;
const DECIMAL = /(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?(?![\w.])/iy;
const NON_FINITE = /(?:inf|nan)(?!\w)/y;

/**
 * The Python number here as JSON text, in the digits in which it is written where JSON has them: `1e-05` and `1.0` stay; `1_000`
 * is 1000, `+1` is 1, `.5` is 0.5, `1.` is 1.0, `0x10` is 16. `inf` and `nan`, which Python's `repr` writes although they are
 * no literals, become `Infinity` and `NaN`, as Python's own JSON has them.
 * @returns undefined where no number begins here
 * @throws {ParseError} for what begins like a number and is none: `1j`, `007`, `-True`
 */
export function readPythonNumber(cursor: TextCursor): string | undefined {
  const start = cursor.at;
  const sign = cursor.match(SIGN) === '-' ? '-' : '';
  const isSigned = cursor.at > start;
  const text = readRadix(cursor) ?? readNonFinite(cursor) ?? readDecimal(cursor, start);
  if (text !== undefined) return `${sign}${text}`;
  return isSigned || /[\d.]/.test(cursor.next) ? cursor.fail('a number', start) : undefined;
}

function readRadix(cursor: TextCursor): string | undefined {
  const text = cursor.match(RADIX);
  return text && BigInt(text.replaceAll('_', '')).toString();
}

function readNonFinite(cursor: TextCursor): string | undefined {
  const word = cursor.match(NON_FINITE);
  return word && (word === 'nan' ? 'NaN' : 'Infinity');
}

function readDecimal(cursor: TextCursor, start: number): string | undefined {
  const text = cursor.match(DECIMAL)?.replaceAll('_', '');
  if (text === undefined) return undefined;
  // In Python as in JSON, only 0 itself may begin with more than one 0, and any float.
  if (/^0+[1-9]\d*$/.test(text)) return cursor.fail('a number without zeros before it', start);
  return text
    .replace(/^0+(?=\d)/, '')
    .replace(/^\./, '0.')
    .replace(/\.(?!\d)/, '.0');
}
