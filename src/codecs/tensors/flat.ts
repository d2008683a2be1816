import { CLOSE_BRACKET, isSpace, OPEN_BRACKET, QUOTE } from '../../kernel/json/characters.ts';
import { skipString } from '../../kernel/json/string-token.ts';

const LOOSE = [0x20, 0x0a, 0x0d, 0x09, OPEN_BRACKET];

/** Whether a valid row of JSON elements may hold something beside these and the commas between them. */
export function mayBeLoose(row: Buffer): boolean {
  return LOOSE.some((byte) => row.includes(byte));
}

/** A valid row of JSON elements, nested or not, without brackets and white space. */
export function flattened(row: Buffer): Buffer {
  const flat = Buffer.allocUnsafe(row.length);
  let length = 0;
  let at = 0;
  while (at < row.length) {
    const byte = row[at] as number;
    const end = byte === QUOTE ? skipString(row, at) : at + 1;
    if (byte === QUOTE) length += row.copy(flat, length, at, end);
    else if (!isSpace(byte) && byte !== OPEN_BRACKET && byte !== CLOSE_BRACKET) {
      flat[length] = byte;
      length += 1;
    }
    at = end;
  }
  return flat.subarray(0, length);
}
