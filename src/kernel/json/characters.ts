/** The bytes that JSON's grammar is made of. A closing bracket is its opening bracket plus 2. */
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
export const COLON = 0x3a;
export const OPEN_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;

/** What `byteAt` tells beyond the end; no byte. */
export const END = -1;

const SPACE = 0x20;

/** The byte at `at`, or END. Loops read through it: once V8 has seen a read beyond the end, plain reads are slow for good. */
export function byteAt(body: Uint8Array, at: number): number {
  return at < body.length ? (body[at] as number) : END;
}

/** The position of the first byte at or after `at` that is not JSON white space. */
export function skipSpace(body: Uint8Array, at: number): number {
  let next = at;
  while (next < body.length && isSpace(body[next])) next += 1;
  return next;
}

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

export function isSpace(byte: number | undefined): boolean {
  return byte !== undefined && byte <= SPACE && (byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09);
}
