import { createHash } from 'node:crypto';

/** A key is put together and looked up for every request, so a long one would cost each of them its whole length. */
const LONGEST_PLAIN_KEY = 256;

/** The compatibility key of a variant and a canonical rest: as it is, or by its SHA-256 where it is long. */
export function planKey(variantName: string, canonicalRest: string): string {
  const plain = variantName + canonicalRest;
  if (plain.length <= LONGEST_PLAIN_KEY) return plain;
  // A canonical rest begins with a brace, so no plain key looks like this one.
  return `${variantName}#${createHash('sha256').update(canonicalRest).digest('hex')}`;
}
