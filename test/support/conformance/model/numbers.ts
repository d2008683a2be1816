import { createHash } from 'node:crypto';

/** A number in [0, 1) that follows from the words alone. */
export function unit(...words: readonly string[]): number {
  const digest = createHash('sha256').update(words.join('\u0000')).digest();
  return (digest.readUInt32BE(0) * 2 ** 21 + (digest.readUInt32BE(4) >>> 11)) / 2 ** 53;
}

/** A whole number in [0, limit). */
export function below(limit: number, ...words: readonly string[]): number {
  return Math.floor(unit(...words) * limit);
}

/** A probability of a float32 model: 17 digits once printed, now and then 1.0 or 1e-05. */
export function probability(...words: readonly string[]): number {
  const value = unit('probability', ...words);
  const pick = below(12, 'which probability', ...words);
  if (pick === 0) return 1;
  if (pick === 1) return 1e-5;
  return Math.fround(pick === 2 ? value * 1e-6 : value);
}

/** A coordinate or a regression's value: of either sign, now and then -0.0, 1.0, 1e-05 or 1e+16. */
export function coordinate(...words: readonly string[]): number {
  const awkward = [-0, 1, 1e-5, 1e16, -2];
  return awkward[below(20, 'which coordinate', ...words)] ?? Math.fround(unit('coordinate', ...words) * 4 - 2);
}

/** An int that no double holds. */
export function longInteger(...words: readonly string[]): bigint {
  return 12345678901234567890n + BigInt(below(2 ** 40, 'long integer', ...words));
}

export function vector(size: number, ...words: readonly string[]): number[] {
  return Array.from({ length: size }, (_, at) => coordinate(String(at), ...words));
}
