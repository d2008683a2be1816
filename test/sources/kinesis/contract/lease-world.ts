import type { TestContext } from 'node:test';
import type { Lease, LeaseStore, LeaseStoreError, NewLease, Written } from '../../../../src/sources/kinesis/lease-port.ts';
import { blankLease } from '../../../support/kinesis/blank-lease.ts';

/** An empty lease table that a contract is held to. */
export interface LeaseWorld {
  readonly store: LeaseStore;
  /** The next write lands, and its caller hears of an error. */
  loseReply(): void;
  /** The next call is refused. */
  refuse(fault: Exclude<LeaseStoreError['fault'], 'denied' | 'managed'>): void;
}

export type OpenLeases = (context: TestContext) => Promise<LeaseWorld>;

export const NEW: NewLease = {
  key: 'shardId-000000000001',
  checkpoint: { kind: 'TRIM_HORIZON' },
  parents: [],
  startingHashKey: '0',
  endingHashKey: '340282366920938463463374607431768211455',
};

/** As it is listed after `create`. */
export const CREATED: Lease = blankLease(NEW);

/** A table with one lease. */
export async function oneLease({ store }: LeaseWorld, lease: Partial<NewLease> = {}): Promise<Lease> {
  await store.ready();
  await store.create({ ...NEW, ...lease });
  return listed(store);
}

/** The only lease. */
export async function listed(store: LeaseStore): Promise<Lease> {
  const [lease, ...more] = await store.list();
  if (lease === undefined || more.length > 0) throw new Error(`Expected one lease, got ${more.length + 1}`);
  return lease;
}

/** @throws {Error} when the write was not made */
export function written(outcome: Written): Lease {
  if (outcome.kind === 'written') return outcome.lease;
  throw new Error(`Expected a write, found ${JSON.stringify(outcome.found)}`);
}
