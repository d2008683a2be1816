import type { Clock } from '../../../kernel/clock.ts';
import type { Fence } from '../../pulled/fence.ts';
import { type Checkpoint, holderOf, type Lease, type LeaseStore, type Written } from '../lease-port.ts';
import { isBehind } from './checkpoints.ts';

/** The lease of a shard was lost: another worker may be at work on it. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor(key: string, why: string) {
    super(`The lease of ${key} was lost: ${why}`);
  }
}

/**
 * A lease in this worker's hands, and the only writer of its row: renewals and checkpoints share one counter, so they are made
 * one at a time. It counts as lost as soon as it has not been written for `failoverMs`, by the monotonic clock and from the
 * start of the last write that succeeded, for then others may take it (KCL, `LeaseRenewer.getCurrentlyHeldLease`).
 */
export class HeldLease implements Fence {
  readonly key: string;
  readonly #clock: Clock;
  readonly #store: LeaseStore;
  readonly #owner: string;
  readonly #failoverMs: number;
  readonly #lost = new AbortController();
  readonly #asked = new AbortController();
  #lease: Lease;
  #writtenAt: number;
  /** When the first write began, since the last that succeeded, of which no answer came: any later one may be the one that landed. */
  #unsureAt: number | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  /** @param writtenAt when the write that took it began */
  constructor(lease: Lease, owner: string, writtenAt: number, failoverMs: number, parts: { clock: Clock; store: LeaseStore }) {
    this.key = lease.key;
    this.#lease = lease;
    this.#owner = owner;
    this.#writtenAt = writtenAt;
    this.#failoverMs = failoverMs;
    this.#clock = parts.clock;
    this.#store = parts.store;
  }

  get lease(): Lease {
    return this.#lease;
  }

  /** Aborted with LeaseLost. */
  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  /** Aborted once another worker has asked for the lease: it is to be released when what was read is done. */
  get asked(): AbortSignal {
    return this.#asked.signal;
  }

  /** When the last write that succeeded began, by the monotonic clock. */
  get writtenAt(): number {
    return this.#writtenAt;
  }

  /** @throws {LeaseLost} */
  check(): void {
    this.#expire();
    this.signal.throwIfAborted();
  }

  /** @returns whether it is still held. @throws {LeaseStoreError} when the store cannot be asked */
  renew(): Promise<boolean> {
    return this.#inTurn(() => this.#write((lease) => this.#store.renew(lease)));
  }

  /** Never goes back. @returns whether it was stored. @throws {LeaseStoreError} when the store cannot be asked */
  checkpoint(checkpoint: Checkpoint): Promise<boolean> {
    return this.#inTurn(() => {
      if (isBehind(checkpoint, this.#lease.checkpoint)) return Promise.resolve(!this.signal.aborted);
      return this.#write((lease) => this.#store.checkpoint(lease, checkpoint));
    });
  }

  /** Lets who asked for it have it at once, or anybody; where the store cannot be asked, once it has expired. @throws {LeaseStoreError} then */
  async release(): Promise<void> {
    const give = (lease: Lease): Promise<Written> =>
      lease.checkpointOwner === undefined ? this.#store.release(lease) : this.#store.transfer(lease);
    try {
      await this.#inTurn(() => this.#write(give));
    } finally {
      this.#lose('released');
    }
  }

  #inTurn<T>(write: () => Promise<T>): Promise<T> {
    const own = this.#queue.then(write, write);
    this.#queue = own.catch(() => undefined);
    return own;
  }

  async #write(write: (lease: Lease) => Promise<Written>): Promise<boolean> {
    for (;;) {
      // Once it has expired it may have been taken again, by this very worker, whose row would be found to be ours.
      this.#expire();
      if (this.signal.aborted) return false;
      const startedAt = this.#clock.now();
      const written = await this.#attempt(write, startedAt);
      if (written.kind === 'written') {
        this.#adopt(written.lease, startedAt);
        this.#unsureAt = undefined;
        return true;
      }
      const { found } = written;
      if (found === undefined || !this.#isStillHeld(found)) {
        this.#lose(found === undefined ? 'its row is gone' : `it is ${found.owner ?? 'nobody'}'s now`);
        return false;
      }
      // This write is made again on top of what was found: an earlier one of ours that had landed, though its answer was lost, or
      // that the lease is asked for.
      const hasLanded = found.counter > this.#lease.counter;
      this.#adopt(found, hasLanded ? (this.#unsureAt ?? this.#writtenAt) : this.#writtenAt);
      if (hasLanded) this.#unsureAt = undefined;
    }
  }

  /** Whether nobody but us has counted, and a hand-off, if there is one, asks us. */
  #isStillHeld(found: Lease): boolean {
    const known = this.#lease;
    if (holderOf(found) !== this.#owner) return false;
    if (found.counter === known.counter + 1) return true;
    return found.counter === known.counter && (found.owner !== known.owner || found.checkpointOwner !== known.checkpointOwner);
  }

  #adopt(lease: Lease, writtenAt: number): void {
    this.#lease = lease;
    this.#writtenAt = writtenAt;
    // Of a lease that was lost while it was being written, nothing is to be finished.
    if (lease.checkpointOwner === this.#owner && !this.#asked.signal.aborted && !this.signal.aborted)
      this.#asked.abort(new Error(`${lease.owner ?? 'somebody'} asks for ${this.key}`));
  }

  /** A write whose answer is lost may have landed. */
  async #attempt(write: (lease: Lease) => Promise<Written>, startedAt: number): Promise<Written> {
    try {
      return await write(this.#lease);
    } catch (thrown) {
      this.#unsureAt ??= startedAt;
      throw thrown;
    }
  }

  #expire(): void {
    if (this.#clock.now() - this.#writtenAt >= this.#failoverMs) this.#lose(`not renewed for ${this.#failoverMs} ms`);
  }

  #lose(why: string): void {
    if (!this.signal.aborted) this.#lost.abort(new LeaseLost(this.key, why));
  }
}
