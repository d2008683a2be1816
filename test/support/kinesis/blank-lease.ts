import type { Lease } from '../../../src/sources/kinesis/lease-port.ts';

/** A row that nobody has had yet, but for what is said of it. */
export function blankLease(lease: Pick<Lease, 'key'> & Partial<Lease>): Lease {
  return { ...BLANK, ...lease };
}

const BLANK: Omit<Lease, 'key'> = {
  owner: undefined,
  checkpointOwner: undefined,
  counter: 0,
  checkpoint: { kind: 'TRIM_HORIZON' },
  ownerSwitches: 0,
  parents: [],
  children: [],
  startingHashKey: undefined,
  endingHashKey: undefined,
  latestSinceMs: undefined,
};
