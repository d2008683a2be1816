/** What pandas and NumPy make of a value: `i`nteger, `f`loat, `s`tring, `b`oolean, `n`ull, or an `o`bject; undefined where that depends on its size. */
export type LiteralKind = 'i' | 'f' | 's' | 'b' | 'n' | 'o';

/** Whole numbers of more digits may not fit 64 bits, and then change the type of their whole column. */
const MAX_DIGITS = 18;

/** Of a valid JSON value. */
export function literalKind(slice: Buffer): LiteralKind | undefined {
  switch (slice[0]) {
    case 0x22:
      return 's';
    case 0x5b:
    case 0x7b:
      return 'o';
    case 0x74:
    case 0x66:
      return 'b';
    case 0x6e:
      return 'n';
    default:
      return numberKind(slice);
  }
}

function numberKind(slice: Buffer): 'i' | 'f' | undefined {
  const isFloat = slice.some((byte) => byte === 0x2e || byte === 0x65 || byte === 0x45 || byte === 0x4e || byte === 0x49);
  if (isFloat) return 'f';
  return slice.length <= MAX_DIGITS ? 'i' : undefined;
}
