/**
 * Up to where a shard is done: the record with this sequence number, and of what it holds everything up to this
 * sub-sequence number; or one of KCL's sentinels, before anything is done and after everything is.
 */
export type Checkpoint =
  | { readonly kind: 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP' | 'SHARD_END' }
  | { readonly kind: 'record'; readonly sequenceNumber: string; readonly subSequenceNumber: number };

/** One shard's row in the lease table, in the schema of the Kinesis Client Library 2.x and 3.x. */
export interface Lease {
  /** The shard's id. */
  readonly key: string;
  readonly owner: string | undefined;
  /** The optimistic lock: every write of an owner adds one. */
  readonly counter: number;
  readonly checkpoint: Checkpoint;
  readonly ownerSwitches: number;
  readonly parents: readonly string[];
  /** Empty until the shard has ended. */
  readonly children: readonly string[];
  readonly startingHashKey: string | undefined;
  readonly endingHashKey: string | undefined;
  /** Where `LATEST` began, in milliseconds since the Unix epoch: an attribute of our own, which KCL leaves alone. */
  readonly latestSinceMs: number | undefined;
}

export type NewLease = Pick<Lease, 'key' | 'checkpoint' | 'parents' | 'startingHashKey' | 'endingHashKey'> &
  Partial<Pick<Lease, 'latestSinceMs'>>;

/** How a conditional write went: the row as it is now, or as it was found by the failed condition (undefined: gone). */
export type Written =
  | { readonly kind: 'written'; readonly lease: Lease }
  | { readonly kind: 'lost'; readonly found: Lease | undefined };

/**
 * The lease table. Conditional writes demand that the row's counter still is that of the lease they are given (KCL 2.x,
 * `DynamoDBLeaseRefresher`). Every method rejects with a LeaseStoreError when the store cannot be asked; then a write may or may
 * not have landed.
 */
export interface LeaseStore {
  /** Creates the table where there is none; resolves when it can be used. */
  ready(): Promise<void>;
  /** All leases, of every page; rows of other kinds are left out. */
  list(): Promise<readonly Lease[]>;
  /** @returns whether it was created; false where the key was there */
  create(lease: NewLease): Promise<boolean>;
  /** Counter + 1, owner, and `latestSinceMs` where given. */
  take(lease: Lease, owner: string, latestSinceMs?: number): Promise<Written>;
  /** Counter + 1. */
  renew(lease: Lease): Promise<Written>;
  /** Counter + 1, checkpoint, switches 0; a pending checkpoint is removed. */
  checkpoint(lease: Lease, checkpoint: Checkpoint): Promise<Written>;
  /** Counter + 1, no owner. */
  release(lease: Lease): Promise<Written>;
  /** Not conditional, but for the row's being there. */
  setChildren(key: string, children: readonly string[]): Promise<void>;
  remove(key: string): Promise<void>;
}

export class LeaseStoreError extends Error {
  override readonly name = 'LeaseStoreError';
  readonly fault: 'throttled' | 'denied' | 'unavailable';

  constructor(fault: LeaseStoreError['fault'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.fault = fault;
  }
}
