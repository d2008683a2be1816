import { OPEN_BRACKET } from '../../kernel/json/characters.ts';
import { countTokenIds } from '../token-ids.ts';
import type { MeasureItem, Parts } from './shape.ts';

/** Near enough for English; what it is for is to tell long texts from short ones. */
const BYTES_PER_TOKEN = 4;

/** Cost: as much as an item is said to be. Length: bytes. */
export const rowsAndBytes: MeasureItem = (parts, costPerItem) => ({ cost: costPerItem, length: bytesOf(parts) });

/** Both are tokens, estimated from bytes where they are not counted. */
export const tokens: MeasureItem = (parts) => {
  const [first] = parts;
  const ids = first !== undefined && first[0] === OPEN_BRACKET ? countTokenIds(first) : 0;
  const count = ids > 0 ? ids : Math.max(1, Math.ceil(bytesOf(parts) / BYTES_PER_TOKEN));
  return { cost: count, length: count };
};

export function bytesOf(parts: Parts): number {
  let bytes = 0;
  for (const part of parts) bytes += part.length;
  return bytes;
}
