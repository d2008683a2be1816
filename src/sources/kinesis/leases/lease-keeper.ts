import type { Clock } from '../../../kernel/clock.ts';
import type { Asking } from '../asking.ts';
import type { Lease, LeaseStore } from '../lease-port.ts';
import { HeldLease } from './held-lease.ts';
import { type SeenLease, sharesOf } from './shares.ts';

export interface LeaseKeeperOptions {
  /** Names this worker in the table; another one for each process. */
  readonly workerId: string;
  /** A lease that has not been written for so long may be taken by others, in milliseconds: KCL's `failoverTimeMillis`. */
  readonly failoverMs: number;
  /** How many leases this worker has at most. @default all */
  readonly maxLeases?: number;
  /**
   * How long a worker that is asked for a lease may take to finish what it has read, in milliseconds; its lease is taken once
   * `failoverMs` more have passed. @default 30000
   */
  readonly handOffMs?: number;
  /** Whether a worker is asked for a lease, or it is taken of it, as KCL 2.x does. @default true */
  readonly asks?: boolean;
}

/** How a lease came: nobody's, expired, taken from a worker that had more than its share, or handed over by one. */
export type Acquisition = 'free' | 'expired' | 'stolen' | 'handed';

export interface LeaseKeeperParts {
  readonly clock: Clock;
  readonly asking: Asking;
  readonly store: LeaseStore;
  /** The service's wall clock: where a lease at LATEST begins. */
  readonly wallNow: () => number;
  /** Which of all leases are to be worked on now, whoever does. */
  readonly eligible: (all: readonly Lease[]) => readonly Lease[];
  readonly acquired: (held: HeldLease, how: Acquisition) => void;
}

interface Seen {
  readonly counter: number;
  readonly since: number;
  /** Since when it has been promised to this worker. */
  readonly promisedAt: number | undefined;
}

/** KCL's margin between what is due and when it is done. */
const MARGIN_MS = 25;

/** A renewal that failed is made again after this share of the failover time. */
const AGAIN_SHARE = 20;

/** How often leases are looked for: KCL does every second failover time, which it takes a fleet minutes to settle with. */
const LOOK_SHARE = 3;

/** The same while a lease is promised, or was taken by another a moment before. */
const SOON_SHARE = 10;

/** KCL's default is 1 of a look; several workers that join at once do not take too much with this, either (test/sources/kinesis/fleet.test.ts). */
const MAX_STEALS = 4;

/** KCL's `gracefulLeaseHandoffTimeoutMillis`. */
export const HAND_OFF_MS = 30_000;

/**
 * Takes this worker's share of the leases, and renews those it holds, on timers of its own: what records wait for never keeps a
 * lease from being renewed. Expiry is told by a counter that has not changed on this process's monotonic clock, never by wall
 * clocks (KCL 2.x, `DynamoDBLeaseTaker`, `DynamoDBLeaseRenewer`).
 */
export class LeaseKeeper {
  readonly #options: LeaseKeeperOptions;
  readonly #parts: LeaseKeeperParts;
  readonly #held = new Map<string, HeldLease>();
  readonly #seen = new Map<string, Seen>();
  /** Leases of others that were asked for, and have not come yet. */
  readonly #asked = new Set<string>();
  #cancelTimers: (() => void)[] = [];
  #looking: Promise<boolean> | undefined;
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
    this.#every(async () => failoverMs / ((await this.look()) ? SOON_SHARE : LOOK_SHARE));
  }

  /** Looks for leases to take; once at a time. @returns whether there is more to come soon */
  look(): Promise<boolean> {
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
    await Promise.all(this.held.map((held) => this.#parts.asking.told(() => held.release())));
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
      if (!held.signal.aborted && !isExpired(held)) return (await this.#parts.asking.told(() => held.renew())) !== undefined;
      this.#held.delete(held.key);
      return true;
    });
    return (await Promise.all(renewed)).every(Boolean);
  }

  async #look(): Promise<boolean> {
    const { store, eligible, clock } = this.#parts;
    const { workerId, failoverMs, maxLeases = Number.POSITIVE_INFINITY, asks = true } = this.#options;
    const all = await this.#parts.asking.told(() => store.list());
    if (all === undefined || this.#isClosed) return false;
    const leases = eligible(all).map((lease) => this.#see(lease));
    const since = beginningOf(all);
    const random = (): number => clock.random();
    const { free, others } = sharesOf(leases, { workerId, failoverMs, maxLeases, maxSteals: MAX_STEALS, random });
    let isMoreToCome = false;
    for (const { lease, stillMs } of leases) {
      if (lease.owner !== workerId || this.#isHeld(lease)) continue;
      if (this.#isOurs(lease, stillMs)) await this.#take(lease, since, this.#howItCame(lease, stillMs));
      else isMoreToCome = true;
    }
    for (const lease of free) {
      const isTaken = await this.#take(lease, since, lease.owner === undefined ? 'free' : 'expired');
      isMoreToCome ||= !isTaken;
    }
    for (const lease of others) {
      const isTaken = await (asks ? this.#ask(lease) : this.#take(lease, since, 'stolen'));
      isMoreToCome ||= asks || !isTaken;
    }
    return isMoreToCome;
  }

  #isHeld({ key }: Lease): boolean {
    return this.#held.get(key)?.signal.aborted === false;
  }

  #see(lease: Lease): SeenLease {
    const now = this.#parts.clock.now();
    const before = this.#seen.get(lease.key);
    const isSame = before?.counter === lease.counter;
    const isPromised = lease.owner === this.#options.workerId && lease.checkpointOwner !== undefined;
    const since = isSame ? before.since : now;
    this.#seen.set(lease.key, {
      counter: lease.counter,
      since,
      promisedAt: isPromised ? (before?.promisedAt ?? now) : undefined,
    });
    return { lease, stillMs: now - since };
  }

  /**
   * A row with our own name that we do not hold was handed over; or is an earlier write of ours, or another process by mistake. While
   * somebody else still works on it, it is ours when he does not renew it, or has had his time.
   */
  #isOurs({ key, checkpointOwner }: Lease, stillMs: number): boolean {
    if (checkpointOwner === undefined) return true;
    const { failoverMs, handOffMs = HAND_OFF_MS } = this.#options;
    const promisedAt = this.#seen.get(key)?.promisedAt ?? Number.POSITIVE_INFINITY;
    return stillMs > failoverMs || this.#parts.clock.now() - promisedAt > handOffMs + failoverMs;
  }

  async #ask(lease: Lease): Promise<boolean> {
    const written = await this.#parts.asking.told(() => this.#parts.store.handOff(lease, this.#options.workerId));
    if (written?.kind !== 'written') return false;
    this.#asked.add(lease.key);
    return true;
  }

  /** A row with our own name that we do not hold. */
  #howItCame({ key, checkpointOwner }: Lease, stillMs: number): Acquisition {
    if (checkpointOwner !== undefined) return stillMs > this.#options.failoverMs ? 'expired' : 'stolen';
    // Else it was ours before: lost, or taken by a write whose answer was.
    return this.#asked.has(key) ? 'handed' : 'expired';
  }

  /** @param since where LATEST began, if it has. @returns whether it was */
  async #take(lease: Lease, since: number | undefined, how: Acquisition): Promise<boolean> {
    const { clock, store, wallNow, acquired } = this.#parts;
    const { workerId, failoverMs } = this.#options;
    if (this.#isClosed) return false;
    const startedAt = clock.now();
    const isNew = lease.checkpoint.kind === 'LATEST' && lease.latestSinceMs === undefined;
    const written = await this.#parts.asking.told(() => store.take(lease, workerId, isNew ? (since ?? wallNow()) : undefined));
    if (written?.kind !== 'written') return false;
    const held = new HeldLease(written.lease, workerId, startedAt, failoverMs, { clock, store });
    // The answer came too late, as when the process stood still: it may be another's by now.
    if (isExpired(held)) return false;
    this.#held.set(lease.key, held);
    this.#seen.delete(lease.key);
    this.#asked.delete(lease.key);
    acquired(held, how);
    return true;
  }
}

function isExpired(held: HeldLease): boolean {
  try {
    held.check();
    return false;
  } catch {
    return true;
  }
}

/** A table at LATEST begins with the first lease taken of it: a shard that is taken later, after a crash in between, is read from then on. */
function beginningOf(leases: readonly Lease[]): number | undefined {
  const since = leases.flatMap(({ latestSinceMs }) => latestSinceMs ?? []);
  return since.length === 0 ? undefined : Math.min(...since);
}
