import type { Lease } from '../lease-port.ts';

/** A lease as this worker has seen it. */
export interface SeenLease {
  readonly lease: Lease;
  /** For how long its counter has not changed, by this process's monotonic clock, in milliseconds. */
  readonly stillMs: number;
}

export interface ShareRules {
  readonly workerId: string;
  /** KCL's `failoverTimeMillis`. */
  readonly failoverMs: number;
  /** KCL's `maxLeasesForWorker`. */
  readonly maxLeases: number;
  /** KCL's `maxLeasesToStealAtOneTime`. */
  readonly maxSteals: number;
  /** From 0 to below 1: workers that look at the same time should not want the same. */
  readonly random: () => number;
}

/** What to do next: leases that nobody works on, to be taken, or those of a worker that has more than its share. */
export interface Shares {
  readonly free: readonly Lease[];
  readonly others: readonly Lease[];
}

/** A lease that has been nobody's for so many failover times is taken by whoever sees it, share or no share. */
const VERY_OLD = 3;

/**
 * Which leases this worker should have: its share of those there are to work on, first of those that are free, else of the worker
 * that has the most (KCL 2.x, `DynamoDBLeaseTaker.computeLeasesToTake`). Here leases of shards that are done do not count, nor those that
 * cannot be read yet, and a lease that was never owned is no older than from when it was first seen.
 * @param leases those to be worked on
 */
export function sharesOf(leases: readonly SeenLease[], rules: ShareRules): Shares {
  const { workerId, failoverMs, maxLeases } = rules;
  const isFree = ({ lease, stillMs }: SeenLease): boolean =>
    lease.owner !== workerId && (lease.owner === undefined || stillMs > failoverMs);
  const owned = ownedBy(leases.filter((seen) => !isFree(seen)));
  const own = owned.get(workerId)?.length ?? 0;
  const room = Math.max(0, maxLeases - own);
  const free = shuffled(leases.filter(isFree), rules.random);
  const veryOld = free.filter(({ stillMs }) => stillMs > VERY_OLD * failoverMs);
  if (veryOld.length > 0) return { free: leasesOf(veryOld.slice(0, room)), others: [] };
  const workers = new Set([...owned.keys(), workerId]).size;
  const target = Math.min(Math.ceil(leases.length / workers), maxLeases);
  const needed = target - own;
  if (needed <= 0) return { free: [], others: [] };
  if (free.length > 0) return { free: leasesOf(free.slice(0, needed)), others: [] };
  return { free: [], others: surplus(owned, target, needed, rules) };
}

function surplus(
  owned: ReadonlyMap<string, readonly Lease[]>,
  target: number,
  needed: number,
  { workerId, maxSteals, random }: ShareRules,
): readonly Lease[] {
  let most: readonly Lease[] = [];
  for (const [worker, its] of owned) if (worker !== workerId && its.length > most.length) most = its;
  if (most.length < target) return [];
  // A worker at its target gives one to who lacks more than one: targets are rounded up, and else there might be none left for him.
  const many = Math.max(Math.min(needed, most.length - target), needed > 1 ? 1 : 0);
  const settled = most.filter(({ checkpointOwner }) => checkpointOwner === undefined);
  return shuffled(settled, random).slice(0, Math.min(many, maxSteals));
}

/** Leases by their owners; one that is handed over counts for who gets it. */
function ownedBy(seen: readonly SeenLease[]): ReadonlyMap<string, readonly Lease[]> {
  const owned = new Map<string, Lease[]>();
  for (const { lease } of seen) {
    if (lease.owner === undefined) continue;
    const its = owned.get(lease.owner) ?? [];
    its.push(lease);
    owned.set(lease.owner, its);
  }
  return owned;
}

function leasesOf(seen: readonly SeenLease[]): readonly Lease[] {
  return seen.map(({ lease }) => lease);
}

/** Fisher and Yates. */
function shuffled<T>(list: readonly T[], random: () => number): readonly T[] {
  const all = [...list];
  for (let index = all.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    const [a, b] = [all[index], all[other]];
    if (a === undefined || b === undefined) break;
    [all[index], all[other]] = [b, a];
  }
  return all;
}
