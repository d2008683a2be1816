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
  /** Whose it is; during a hand-off, whose it is to be. */
  readonly owner: string | undefined;
  /** During a hand-off: who works on it until it is done with what it has read (KCL 3, and ours). */
  readonly checkpointOwner: string | undefined;
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

/** In whose hands a lease is: during a hand-off still in those of who was asked. */
export function holderOf({ owner, checkpointOwner }: Lease): string | undefined {
  return checkpointOwner ?? owner;
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
  /** Creates the table where there is none; resolves when it can be used. @throws `managed` for a table that is not to be shared */
  ready(): Promise<void>;
  /** All leases, of every page; rows of other kinds are left out. */
  list(): Promise<readonly Lease[]>;
  /** @returns whether it was created; false where the key was there */
  create(lease: NewLease): Promise<boolean>;
  /** Counter + 1, owner, and `latestSinceMs` where given. */
  take(lease: Lease, owner: string, latestSinceMs?: number): Promise<Written>;
  /** Counter + 1. A hand-off that the given lease knows nothing of is a failed condition. */
  renew(lease: Lease): Promise<Written>;
  /** Counter + 1, checkpoint, switches 0; a pending checkpoint is removed. */
  checkpoint(lease: Lease, checkpoint: Checkpoint): Promise<Written>;
  /** Counter + 1, no owner; conditional like `renew`. */
  release(lease: Lease): Promise<Written>;
  /**
   * Asks the owner for its lease: it is to be `to`'s, once the owner has transferred it. The counter stays; on condition that the
   * owner is still the same, and no hand-off under way (KCL 3, `initiateGracefulLeaseHandoff`).
   */
  handOff(lease: Lease, to: string): Promise<Written>;
  /**
   * Ends a hand-off, by who was asked: counter + 1, switches + 1. On condition that both owners still are as given, as in KCL 3
   * (`assignLease`), and the counter: else a transfer that was long on its way could give away what has been taken since.
   */
  transfer(lease: Lease): Promise<Written>;
  /** Not conditional, but for the row's being there. */
  setChildren(key: string, children: readonly string[]): Promise<void>;
  remove(key: string): Promise<void>;
}

export class LeaseStoreError extends Error {
  override readonly name = 'LeaseStoreError';
  /** `managed`: a fleet of KCL 3 shares the table whose leader assigns the leases. */
  readonly fault: 'throttled' | 'denied' | 'unavailable' | 'managed';

  constructor(fault: LeaseStoreError['fault'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.fault = fault;
  }
}
