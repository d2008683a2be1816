import { createHash } from 'node:crypto';

export const LAST_HASH_KEY = 2n ** 128n - 1n;

/** Where Kinesis puts a partition key: its MD5, read as a number. */
export function hashKeyOf(partitionKey: string): bigint {
  return BigInt(`0x${createHash('md5').update(partitionKey, 'utf8').digest('hex')}`);
}

/** Hash keys from `start` to `end`, both in it. */
export interface HashRange {
  readonly start: bigint;
  readonly end: bigint;
}

/** All hash keys in so many ranges of one size, but for the last. */
export function evenRanges(count: number): readonly HashRange[] {
  const width = (LAST_HASH_KEY + 1n) / BigInt(count);
  return Array.from({ length: count }, (_, index) => ({
    start: width * BigInt(index),
    end: index === count - 1 ? LAST_HASH_KEY : width * BigInt(index + 1) - 1n,
  }));
}
