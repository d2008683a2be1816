import { byteAt, MINUS } from './characters.ts';
import { skipWord } from './word-token.ts';

const DOT = 0x2e;
const PLUS = 0x2b;
const ZERO = 0x30;
const CAPITAL_I = 0x49;
const LOWER_E = 0x65;

/** The end of the number at `at`, `-Infinity` included; where it is none, the complement (`~`) of the byte that is at fault. */
export function skipNumber(body: Uint8Array, start: number): number {
  const at = byteAt(body, start) === MINUS ? start + 1 : start;
  const first = byteAt(body, at);
  if (first === CAPITAL_I && at > start) return skipWord(body, at);
  const whole = first === ZERO ? at + 1 : skipDigits(body, at);
  if (whole < 0) return whole;
  const fraction = byteAt(body, whole) === DOT ? skipDigits(body, whole + 1) : whole;
  if (fraction < 0) return fraction;
  return (byteAt(body, fraction) | 0x20) === LOWER_E ? skipExponent(body, fraction) : fraction;
}

function skipExponent(body: Uint8Array, at: number): number {
  const sign = byteAt(body, at + 1);
  return skipDigits(body, sign === PLUS || sign === MINUS ? at + 2 : at + 1);
}

function skipDigits(body: Uint8Array, start: number): number {
  let at = start;
  // Of a byte below '0' the difference is huge as an unsigned number.
  while (at < body.length && ((body[at] as number) - ZERO) >>> 0 <= 9) at += 1;
  return at === start ? ~at : at;
}
