import type { Lease, NewLease } from '../lease-port.ts';
import type { Shard } from '../stream-port.ts';

export type StartingPosition = 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';

/** Which shards come from which, and what of them has been read. Everything about order is decided here, from two lists. */
export class ShardGraph {
  readonly #shards: ReadonlyMap<string, Shard>;
  readonly #leases: ReadonlyMap<string, Lease>;
  readonly #children = new Map<string, Shard[]>();
  /** What was found out by going through a lineage, which merges can make wide. */
  readonly #awaited = new Map<string, boolean>();
  readonly #history = new Map<string, boolean>();

  constructor(shards: readonly Shard[], leases: readonly Lease[]) {
    this.#shards = new Map(shards.map((shard) => [shard.id, shard]));
    this.#leases = new Map(leases.map((lease) => [lease.key, lease]));
    for (const shard of shards) {
      for (const parent of shard.parents) this.#children.set(parent, [...(this.#children.get(parent) ?? []), shard]);
    }
  }

  /**
   * Leases that are missing. In a table of which nothing was taken yet: of the open shards at LATEST; of the oldest shards at
   * TRIM_HORIZON, for those of their children are made when they have ended; of all shards at AT_TIMESTAMP, for which of them were
   * open then is not told. Later: of shards that are news, see `#isNews`.
   */
  missing(start: StartingPosition): readonly NewLease[] {
    const shards = [...this.#shards.values()];
    if ([...this.#leases.values()].some(({ counter }) => counter > 0))
      return shards.filter((shard) => this.#isNews(shard)).map((shard) => this.#leaseOfNews(shard, start));
    const isFirst = (shard: Shard): boolean =>
      start === 'AT_TIMESTAMP' ||
      (start === 'LATEST'
        ? !shard.isClosed && !this.#isAwaited(shard.id)
        : !shard.parents.some((parent) => this.#shards.has(parent)));
    return shards.filter((shard) => isFirst(shard) && !this.#leases.has(shard.id)).map((shard) => newLease(shard, start));
  }

  /** The leases of a shard's children. */
  childrenOf(shardId: string): readonly NewLease[] {
    return (this.#children.get(shardId) ?? []).map((shard) => newLease(shard, 'TRIM_HORIZON'));
  }

  /**
   * Whether a child's lease is to be made when a parent of it has ended: not before its other parent has one, which makes it else
   * (KCL, `LeaseSynchronizer`). Where a shard has a lease, no shard before it is still to get one.
   */
  isDue({ parents }: NewLease): boolean {
    return parents.every((parent) => this.#leases.has(parent) || !this.#shards.has(parent));
  }

  /** Whether a shard may be read: all that its parents hold is done. */
  isReadable(lease: Lease): boolean {
    return this.#parentsOf(lease).every((parent) => {
      const own = this.#leases.get(parent);
      return own === undefined ? !this.#isAwaited(parent) : own.checkpoint.kind === 'SHARD_END';
    });
  }

  /**
   * Leases of shards that are done and that nothing asks for any more (KCL, `LeaseCleanupManager`): something is done of every child, so
   * that none of them will be looked for in vain, and no parent has one, so that the oldest go first.
   */
  superfluous(): readonly string[] {
    return [...this.#leases.values()].filter((lease) => this.#isSuperfluous(lease)).map(({ key }) => key);
  }

  /** As the stream says, while it knows the shard. */
  #parentsOf({ key, parents }: Lease): readonly string[] {
    return this.#shards.get(key)?.parents ?? parents;
  }

  #isSuperfluous(lease: Lease): boolean {
    const { key, checkpoint, children: told } = lease;
    const children = new Set([...told, ...(this.#children.get(key) ?? []).map(({ id }) => id)]);
    if (checkpoint.kind !== 'SHARD_END' || children.size === 0) return false;
    const isBegun = (child: string): boolean => {
      const its = this.#leases.get(child)?.checkpoint.kind;
      return its !== undefined && its !== 'TRIM_HORIZON' && its !== 'AT_TIMESTAMP';
    };
    return [...children].every(isBegun) && !this.#parentsOf(lease).some((parent) => this.#leases.has(parent));
  }

  /**
   * A shard without a lease is news unless it gets one when an ancestor has ended, or is history: its descendants have leases,
   * so it was over when this table began. Of several in one lineage only the oldest is news; those after it come in their turn.
   */
  #isNews({ id, parents }: Shard): boolean {
    return this.#isToCome(id) && !this.#isAwaited(id) && !parents.some((parent) => this.#isToCome(parent));
  }

  #isToCome(shardId: string): boolean {
    return this.#shards.has(shardId) && !this.#leases.has(shardId) && !this.#isHistory(shardId);
  }

  /** A child of what is in the table is read from its beginning; what nobody knew of from where the table began. */
  #leaseOfNews(shard: Shard, start: StartingPosition): NewLease {
    if (shard.parents.some((parent) => this.#leases.has(parent))) return newLease(shard, 'TRIM_HORIZON');
    if (start !== 'LATEST') return newLease(shard, start);
    const since = [...this.#leases.values()].flatMap(({ latestSinceMs }) => latestSinceMs ?? []);
    return since.length === 0
      ? newLease(shard, 'TRIM_HORIZON')
      : { ...newLease(shard, 'LATEST'), latestSinceMs: Math.min(...since) };
  }

  /** Whether a shard without a lease gets one when an ancestor, which has one, has ended. */
  #isAwaited(shardId: string): boolean {
    return known(this.#awaited, shardId, () =>
      (this.#shards.get(shardId)?.parents ?? []).some((parent) => {
        const lease = this.#leases.get(parent);
        return lease === undefined ? this.#isAwaited(parent) : lease.checkpoint.kind !== 'SHARD_END';
      }),
    );
  }

  #isHistory(shardId: string): boolean {
    return known(this.#history, shardId, () =>
      (this.#children.get(shardId) ?? []).some(({ id }) => this.#leases.has(id) || this.#isHistory(id)),
    );
  }
}

function known(answers: Map<string, boolean>, key: string, find: () => boolean): boolean {
  const answer = answers.get(key) ?? find();
  answers.set(key, answer);
  return answer;
}

function newLease({ id, parents, startingHashKey, endingHashKey }: Shard, kind: StartingPosition): NewLease {
  return { key: id, checkpoint: { kind }, parents, startingHashKey, endingHashKey };
}
