import { BACKSLASH, QUOTE } from './characters.ts';

/** 1 for each byte that stands for itself inside a string; UTF-8 was checked before. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0));

const SIMPLE_ESCAPES = new Set(Buffer.from('"\\/bfnrt'));
const UNICODE_ESCAPE = 0x75;

/** The end of the string whose opening quote is at `open`; where it is no string, the complement (`~`) of the byte that is at fault. */
export function skipString(body: Uint8Array, open: number): number {
  let at = open + 1;
  for (;;) {
    while (at < body.length && PLAIN[body[at] ?? 0] === 1) at += 1;
    if (body[at] === QUOTE) return at + 1;
    if (body[at] !== BACKSLASH) return ~at;
    at = skipEscape(body, at);
    if (at < 0) return at;
  }
}

function skipEscape(body: Uint8Array, backslash: number): number {
  const letter = body[backslash + 1];
  if (letter === undefined) return ~(backslash + 1);
  if (SIMPLE_ESCAPES.has(letter)) return backslash + 2;
  if (letter !== UNICODE_ESCAPE) return ~(backslash + 1);
  for (let at = backslash + 2; at < backslash + 6; at += 1) if (!isHex(body[at])) return ~at;
  return backslash + 6;
}

function isHex(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const lower = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (lower >= 0x61 && lower <= 0x66);
}

/** Why `skipString` stopped at byte `at`, as what was expected there. */
export function expectedInString(body: Uint8Array, at: number): string {
  const byte = body[at];
  if (byte === undefined) return `'"'`;
  return byte < 0x20 && body[at - 1] !== BACKSLASH ? 'an escape instead of a control character' : 'a valid escape';
}
