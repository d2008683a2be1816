import { CLOSE_BRACKET, COMMA, isDigit, isSpace, OPEN_BRACKET } from '../kernel/json/characters.ts';

/**
 * The number of ids in a valid JSON value that is an array of plain digits; 0 for any other value, the empty array included.
 * Looks at each byte once: lists come as long as a body may be.
 */
export function countTokenIds(slice: Buffer): number {
  if (slice[0] !== OPEN_BRACKET || slice.at(-1) !== CLOSE_BRACKET) return 0;
  let commas = 0;
  let hasDigit = false;
  for (let at = 1; at < slice.length - 1; at += 1) {
    const byte = slice[at];
    if (isDigit(byte)) hasDigit = true;
    else if (byte === COMMA) commas += 1;
    else if (!isSpace(byte)) return 0;
  }
  return hasDigit ? commas + 1 : 0;
}
