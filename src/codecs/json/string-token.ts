import { BACKSLASH, byteAt, QUOTE } from './characters.ts';

const LOWEST_PLAIN = 0x20;
const SIMPLE_ESCAPES = new Uint8Array(256);
for (const letter of Buffer.from('"\\/bfnrt')) SIMPLE_ESCAPES[letter] = 1;
const UNICODE_ESCAPE = 0x75;

/** The end of the string whose opening quote is at `open`; where it is no string, the complement (`~`) of the byte that is at fault. */
export function skipString(body: Uint8Array, open: number): number {
  let at = open + 1;
  while (at < body.length) {
    const byte = body[at] as number;
    if (byte === QUOTE) return at + 1;
    if (byte < LOWEST_PLAIN) return ~at;
    if (byte === BACKSLASH) {
      at = skipEscape(body, at);
      if (at < 0) return at;
    } else at += 1;
  }
  return ~body.length;
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
