import type { Clock } from '../../../kernel/clock.ts';
import { type Lease, type LeaseStore, LeaseStoreError } from '../lease-port.ts';
import { HeldLease } from './held-lease.ts';

export interface LeaseKeeperOptions {
  /** Names this worker in the table; another one for each process. */
  readonly workerId: string;
  /** A lease that has not been written for so long may be taken by others, in milliseconds: KCL's `failoverTimeMillis`. */
  readonly failoverMs: number;
}

export interface LeaseKeeperParts {
  readonly clock: Clock;
  readonly store: LeaseStore;
  /** The service's wall clock: where a lease at LATEST begins. */
  readonly wallNow: () => number;
  /** Which of the leases that could be taken are wanted now, given all. */
  readonly wanted: (free: readonly Lease[], all: readonly Lease[]) => readonly Lease[];
  readonly acquired: (held: HeldLease) => void;
  readonly fault: (fault: LeaseStoreError['fault'], message: string) => void;
}

interface Seen {
  readonly counter: number;
  readonly owner: string | undefined;
  readonly since: number;
}

/** KCL's margin between what is due and when it is done. */
const MARGIN_MS = 25;

/** A renewal that failed is made again after this share of the failover time. */
const AGAIN_SHARE = 20;

/**
 * Takes leases that are nobody's, or whose owner has not written them for `failoverMs`, and renews those it holds, on timers of
 * its own: what records wait for never keeps a lease from being renewed. Expiry is told by a counter that has not changed on
 * this process's monotonic clock, never by wall clocks (KCL 2.x, `DynamoDBLeaseTaker`, `DynamoDBLeaseRenewer`).
 */
export class LeaseKeeper {
  readonly #options: LeaseKeeperOptions;
  readonly #parts: LeaseKeeperParts;
  readonly #held = new Map<string, HeldLease>();
  readonly #seen = new Map<string, Seen>();
  #cancelTimers: (() => void)[] = [];
  #looking: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: LeaseKeeperOptions, parts: LeaseKeeperParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** Those in hand, none of them known to be lost. */
  get held(): readonly HeldLease[] {
    return [...this.#held.values()].filter(({ signal }) => !signal.aborted);
  }

  start(): void {
    const { failoverMs } = this.#options;
    this.#every(async () => ((await this.#renewAll()) ? failoverMs / 3 - MARGIN_MS : failoverMs / AGAIN_SHARE));
    this.#every(async () => {
      await this.look();
      return failoverMs / 2;
    });
  }

  /** Looks for leases to take; once at a time. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /** Lets go of every lease, so that others need not wait for it to expire. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const cancel of this.#cancelTimers) cancel();
    await this.#looking;
    await Promise.all(this.held.map((held) => this.#told(() => held.release())));
  }

  /** @param work says when it is due again, in milliseconds from its end */
  #every(work: () => Promise<number>): void {
    const { clock } = this.#parts;
    const index = this.#cancelTimers.push(() => {}) - 1;
    const run = async (): Promise<void> => {
      const waitMs = await work();
      if (!this.#isClosed) this.#cancelTimers[index] = clock.at(clock.now() + waitMs, () => void run());
    };
    void run();
  }

  /** @returns whether the store could be asked about all */
  async #renewAll(): Promise<boolean> {
    const renewed = [...this.#held.values()].map(async (held) => {
      if (!held.signal.aborted && !this.#isExpired(held)) return (await this.#told(() => held.renew())) !== undefined;
      this.#held.delete(held.key);
      return true;
    });
    return (await Promise.all(renewed)).every(Boolean);
  }

  #isExpired(held: HeldLease): boolean {
    try {
      held.check();
      return false;
    } catch {
      return true;
    }
  }

  async #look(): Promise<void> {
    const all = await this.#told(() => this.#parts.store.list());
    if (all === undefined || this.#isClosed) return;
    const free = all.filter((lease) => this.#isFree(lease));
    const since = beginningOf(all);
    for (const lease of this.#parts.wanted(free, all)) if (!this.#isClosed) await this.#take(lease, since);
  }

  #isFree(lease: Lease): boolean {
    const { clock } = this.#parts;
    const held = this.#held.get(lease.key);
    if (held !== undefined && !held.signal.aborted) return false;
    if (lease.checkpoint.kind === 'SHARD_END') return false;
    const { counter, owner } = lease;
    const before = this.#seen.get(lease.key);
    const isSame = before?.counter === counter && before.owner === owner;
    if (!isSame) this.#seen.set(lease.key, { counter, owner, since: clock.now() });
    // A row with our own name that we do not hold is an earlier write of ours, or another process by mistake: it is taken anew.
    if (owner === undefined || owner === this.#options.workerId) return true;
    return isSame && clock.now() - before.since > this.#options.failoverMs;
  }

  /** @param since where LATEST began, if it has */
  async #take(lease: Lease, since: number | undefined): Promise<void> {
    const { clock, store, wallNow, acquired } = this.#parts;
    const { workerId, failoverMs } = this.#options;
    const startedAt = clock.now();
    const isNew = lease.checkpoint.kind === 'LATEST' && lease.latestSinceMs === undefined;
    const written = await this.#told(() => store.take(lease, workerId, isNew ? (since ?? wallNow()) : undefined));
    if (written?.kind !== 'written') return;
    const held = new HeldLease(written.lease, workerId, startedAt, failoverMs, { clock, store });
    this.#held.set(lease.key, held);
    this.#seen.delete(lease.key);
    acquired(held);
  }

  /** A store that cannot be asked is told, and asked again when it is time to. */
  async #told<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (thrown) {
      if (!(thrown instanceof LeaseStoreError)) throw thrown;
      this.#parts.fault(thrown.fault, thrown.message);
      return undefined;
    }
  }
}

/** A table at LATEST begins with the first lease taken of it: a shard that is taken later, after a crash in between, is read from then on. */
function beginningOf(leases: readonly Lease[]): number | undefined {
  const since = leases.flatMap(({ latestSinceMs }) => latestSinceMs ?? []);
  return since.length === 0 ? undefined : Math.min(...since);
}
