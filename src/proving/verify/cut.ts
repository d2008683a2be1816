import { type CallSize, sizeOf } from '../../endpoints/direct-calls.ts';
import type { VerifyRecord } from './records.ts';

/** Records for one call; at least two. */
export interface Cut {
  readonly records: readonly VerifyRecord[];
  /** Items in the call. */
  readonly size: number;
}

/**
 * One group in calls of each size: neighbours, in order. The last call of a size takes some records a second time rather than
 * be smaller; only a group with fewer records than that makes smaller ones. Calls that two sizes have in common are made once.
 */
export function cutGroup(group: readonly VerifyRecord[], sizes: readonly number[], caps: CallSize): readonly Cut[] {
  const cuts = new Map<string, Cut>();
  for (const size of sizes) {
    for (const records of cutTo(group, { ...caps, items: Math.min(size, caps.items) })) {
      if (records.length < 2) continue;
      cuts.set(`${records[0]?.line}-${records.at(-1)?.line}`, { records, size: sizeOf(takenOf(records)).items });
    }
  }
  return [...cuts.values()];
}

function cutTo(group: readonly VerifyRecord[], limit: CallSize): readonly (readonly VerifyRecord[])[] {
  const cuts: (readonly VerifyRecord[])[] = [];
  for (let from = 0; from < group.length; ) {
    const cut = longestFit(group.slice(from), limit);
    cuts.push(cut);
    from += cut.length;
  }
  return cuts.length < 2 ? cuts : [...cuts.slice(0, -1), longestFit(group.toReversed(), limit).toReversed()];
}

/** As many of the first records as fit into one call, at least one. */
function longestFit(records: readonly VerifyRecord[], limit: CallSize): readonly VerifyRecord[] {
  let length = 1;
  while (length < records.length && fits(takenOf(records.slice(0, length + 1)), limit)) length += 1;
  return records.slice(0, length);
}

function fits(requests: readonly VerifyRecord['taken'][], limit: CallSize): boolean {
  const { items, bytes, cost } = sizeOf(requests);
  const company = Math.min(...requests.map(({ maxCompany }) => maxCompany));
  return items <= Math.min(limit.items, company) && bytes <= limit.bytes && cost <= limit.cost;
}

function takenOf(records: readonly VerifyRecord[]): readonly VerifyRecord['taken'][] {
  return records.map(({ taken }) => taken);
}
