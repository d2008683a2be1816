import type { CallSize } from '../endpoints/direct-calls.ts';
import type { TuneRecords } from './records.ts';
import { Rotation } from './sweep/rotation.ts';

export interface ChosenSizes {
  /** Items in a call, ascending; the first is a request by itself, which the others are compared with. */
  readonly sizes: readonly number[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

/** @param wanted asked for by hand: these may be larger than the config allows, not than the codec does */
export function chooseSizes(records: TuneRecords, caps: CallSize, wanted: readonly number[] | undefined): ChosenSizes {
  const { fewestItems: one, maxCompany } = records;
  if (records.apart !== undefined) return { sizes: [one], notes: [] };
  const notes: string[] = [];
  const most = wanted === undefined ? Math.min(caps.items, maxCompany) : maxCompany;
  const asked = wanted ?? doublings(one, most);
  if (asked.some((size) => size > most)) notes.push(`the codec puts no more than ${most} items into a call`);
  const sizes = [...new Set([one, ...asked.filter((size) => size > one && size <= most)])].sort((a, b) => a - b);
  const possible = sizes.filter((size) => size === one || isReached(size, sizes, records, caps));
  if (possible.length < sizes.length)
    notes.push(
      'some sizes are left out: these records do not add up to them, or are too large together (maxBatchBytes, maxBatchCost)',
    );
  return { sizes: possible, notes };
}

/** With the cap at their end, whatever it is. */
function doublings(from: number, most: number): number[] {
  const sizes: number[] = [];
  for (let size = from; size < most; size *= 2) sizes.push(size);
  return [...sizes, Math.max(from, most)];
}

/** Whether a call of that size has more items than one of the size before. */
function isReached(size: number, sizes: readonly number[], { requests }: TuneRecords, caps: CallSize): boolean {
  const before = sizes[sizes.indexOf(size) - 1] ?? 0;
  return new Rotation(requests, caps).next(size).items > before;
}
