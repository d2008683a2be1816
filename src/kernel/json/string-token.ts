import { BACKSLASH, byteAt, QUOTE } from './characters.ts';

const LOWEST_PLAIN = 0x20;
const TOP_BITS = 0x80808080;
const SIMPLE_ESCAPES = new Uint8Array(256);
for (const letter of Buffer.from('"\\/bfnrt')) SIMPLE_ESCAPES[letter] = 1;
const UNICODE_ESCAPE = 0x75;

/** The end of the string whose opening quote is at `open`; where it is no string, the complement (`~`) of the byte that is at fault. */
export function skipString(body: Uint8Array, open: number): number {
  let at = open + 1;
  for (;;) {
    at = skipPlain(body, at);
    const byte = byteAt(body, at);
    if (byte === QUOTE) return at + 1;
    if (byte !== BACKSLASH) return ~at;
    at = skipEscape(body, at);
    if (at < 0) return at;
  }
}

/** The first quote, backslash or control character at or after `start`, or the end; four bytes at a time. */
function skipPlain(body: Uint8Array, start: number): number {
  let at = start;
  for (const last = body.length - 4; at <= last; at += 4) {
    const four =
      (body[at] as number) |
      ((body[at + 1] as number) << 8) |
      ((body[at + 2] as number) << 16) |
      ((body[at + 3] as number) << 24);
    // An ASCII byte is below `n` where taking `n` borrows, and so sets its top bit. With bit 1 flipped the quote is 0x20, next to
    // the control characters. A borrow may spoil what comes after the first byte found, never what is before it.
    const quotes = four ^ 0x02020202;
    const backslashes = four ^ 0x5c5c5c5c;
    const found = (((quotes - 0x21212121) & ~quotes) | ((backslashes - 0x01010101) & ~backslashes)) & TOP_BITS;
    if (found !== 0) return at + ((31 - Math.clz32(found & -found)) >> 3);
  }
  while (at < body.length && isPlain(body[at] as number)) at += 1;
  return at;
}

function isPlain(byte: number): boolean {
  return byte >= LOWEST_PLAIN && byte !== QUOTE && byte !== BACKSLASH;
}

function skipEscape(body: Uint8Array, backslash: number): number {
  const letter = byteAt(body, backslash + 1);
  if (SIMPLE_ESCAPES[letter & 0xff] === 1) return backslash + 2;
  if (letter !== UNICODE_ESCAPE) return ~(backslash + 1);
  for (let at = backslash + 2; at < backslash + 6; at += 1) if (!isHex(byteAt(body, at))) return ~at;
  return backslash + 6;
}

function isHex(byte: number): boolean {
  const lower = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (lower >= 0x61 && lower <= 0x66);
}

/** Why `skipString` stopped at byte `at`, as what was expected there. */
export function expectedInString(body: Uint8Array, at: number): string {
  const byte = body[at];
  if (byte === undefined) return `'"'`;
  return byte < 0x20 && body[at - 1] !== BACKSLASH ? 'an escape instead of a control character' : 'a valid escape';
}
