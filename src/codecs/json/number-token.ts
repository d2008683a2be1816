import { isDigit, MINUS } from './characters.ts';
import { skipWord } from './word-token.ts';

const DOT = 0x2e;
const PLUS = 0x2b;
const ZERO = 0x30;
const CAPITAL_I = 0x49;

/** The end of the number at `at`, `-Infinity` included; where it is none, the complement (`~`) of the byte that is at fault. */
export function skipNumber(body: Uint8Array, start: number): number {
  const at = body[start] === MINUS ? start + 1 : start;
  if (at > start && body[at] === CAPITAL_I) return skipWord(body, at);
  const whole = body[at] === ZERO ? at + 1 : skipDigits(body, at);
  if (whole < 0) return whole;
  const fraction = body[whole] === DOT ? skipDigits(body, whole + 1) : whole;
  return fraction < 0 ? fraction : skipExponent(body, fraction);
}

function skipExponent(body: Uint8Array, at: number): number {
  if (((body[at] ?? 0) | 0x20) !== 0x65) return at;
  const sign = body[at + 1];
  return skipDigits(body, sign === PLUS || sign === MINUS ? at + 2 : at + 1);
}

function skipDigits(body: Uint8Array, start: number): number {
  let at = start;
  while (isDigit(body[at])) at += 1;
  return at === start ? ~at : at;
}
