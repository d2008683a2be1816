import type { Checkpoint, Lease, NewLease } from '../../../../src/sources/kinesis/lease-port.ts';
import { ShardGraph, type StartingPosition } from '../../../../src/sources/kinesis/shards/shard-graph.ts';
import type { Shard } from '../../../../src/sources/kinesis/stream-port.ts';
import { blankLease } from '../../../support/kinesis/blank-lease.ts';

interface ModelShard extends Shard {
  readonly order: number;
  isClosed: boolean;
  closedAt: number;
}

interface ModelRecord {
  readonly shard: string;
  /** When it came; its sequence number, too. */
  readonly time: number;
}

type Step = Generator<string, void>;

/**
 * A stream that is split, merged and trimmed, and a worker that does what the consumer does, one write a step, so that it can
 * be killed between any two. What must hold is checked at each of them.
 */
export class ReshardWorld {
  readonly #start: StartingPosition;
  readonly #startTime: number;
  #time = 1;
  #created = 0;
  #shards: ModelShard[] = [];
  readonly #all = new Map<string, ModelShard>();
  #records: ModelRecord[] = [];
  readonly #leases = new Map<string, Lease>();
  readonly #covered = new Set<ModelRecord>();
  /** Where LATEST begins: when the first lease was taken. */
  #latestSince: number | undefined;
  /** When the first worker began. */
  #beganAt: number | undefined;
  #worker: Step | undefined;
  #hasCrashed = false;
  readonly wrong: string[] = [];

  /** @param startTime where AT_TIMESTAMP begins */
  constructor(start: StartingPosition, startTime: number, shards: number) {
    this.#start = start;
    this.#startTime = startTime;
    for (let index = 0; index < shards; index += 1) this.#create([]);
  }

  put(): void {
    this.#time += 1;
    for (const { id } of this.#open()) this.#records.push({ shard: id, time: this.#time });
  }

  split(pick: number): void {
    const shard = this.#pick(pick);
    if (shard === undefined || this.#open().length > 6) return;
    this.#close(shard);
    this.#create([shard.id]);
    this.#create([shard.id]);
  }

  merge(pick: number, other: number): void {
    const [one, two] = [this.#pick(pick), this.#pick(other)];
    if (one === undefined || two === undefined || one === two) return;
    this.#close(one);
    this.#close(two);
    this.#create([one.id, two.id]);
  }

  /** The oldest closed shard is too old, and with it every record from before its end. */
  trim(): void {
    const [oldest] = this.#shards.filter(({ isClosed }) => isClosed).toSorted((a, b) => a.closedAt - b.closedAt);
    if (oldest === undefined) return;
    this.#shards = this.#shards.filter((shard) => shard !== oldest);
    this.#records = this.#records.filter(({ time }) => time > oldest.closedAt);
  }

  /** So many steps of the worker, a new one where none is. */
  work(steps: number): void {
    for (let step = 0; step < steps; step += 1) {
      this.#beganAt ??= this.#time;
      this.#worker ??= this.#life();
      if (this.#worker.next().done === true) this.#worker = undefined;
    }
  }

  crash(): void {
    this.#hasCrashed ||= this.#worker !== undefined;
    this.#worker = undefined;
  }

  /** What is still to be done when nothing more happens but work. */
  left(): readonly string[] {
    this.work(2000);
    return [
      ...this.#records.filter((record) => this.#mustBeRead(record) && !this.#covered.has(record)).map(named),
      ...this.#shards.filter(({ id, isClosed }) => isClosed && this.#isUnfinished(id)).map(({ id }) => `the end of ${id}`),
      ...this.#shards.filter(({ id, isClosed }) => !isClosed && !this.#leases.has(id)).map(({ id }) => `a lease of ${id}`),
    ];
  }

  #isUnfinished(id: string): boolean {
    const lease = this.#leases.get(id);
    return lease !== undefined && lease.checkpoint.kind !== 'SHARD_END';
  }

  /** One worker: makes what is missing, then over and over takes what it may and reads it. */
  *#life(): Step {
    for (let round = 0; round < 40; round += 1) {
      let shards: readonly Shard[] = this.#listed();
      for (const lease of new ShardGraph(shards, [...this.#leases.values()]).missing(this.#start)) {
        this.#make(lease);
        yield `make ${lease.key}`;
      }
      for (let look = 0; look < 3; look += 1) {
        const all = [...this.#leases.values()];
        const graph = new ShardGraph(shards, all);
        const free = all.filter((lease) => lease.checkpoint.kind !== 'SHARD_END' && graph.isReadable(lease));
        for (const { key } of free) {
          this.#take(key);
          yield `take ${key}`;
        }
        for (const { key } of free) {
          yield* this.#read(key);
          if (!this.#isAtEnd(key)) continue;
          shards = this.#listed();
          yield* this.#end(key, shards);
        }
        yield 'look';
      }
    }
  }

  *#end(key: string, shards: readonly Shard[]): Step {
    const graph = new ShardGraph(shards, [...this.#leases.values()]);
    const children = graph.childrenOf(key);
    for (const child of children) {
      if (!graph.isDue(child)) continue;
      this.#make(child);
      yield `make ${child.key}`;
    }
    this.#set(key, { children: children.map((child) => child.key) });
    yield `children of ${key}`;
    const lease = this.#leases.get(key);
    if (lease?.checkpoint.kind === 'SHARD_END') this.wrong.push(`${key} was ended twice`);
    this.#set(key, { checkpoint: { kind: 'SHARD_END' } });
    yield `end of ${key}`;
  }

  *#read(key: string): Step {
    const from = this.#leases.get(key);
    if (from === undefined) return;
    const records = this.#records.filter((record) => record.shard === key && this.#isBehind(record, from));
    for (const record of records) this.#check(record);
    const last = records.at(-1);
    yield `read ${key}`;
    if (last === undefined) return;
    for (const record of records) this.#covered.add(record);
    this.#set(key, { checkpoint: { kind: 'record', sequenceNumber: String(last.time), subSequenceNumber: 0 } });
    yield `checkpoint ${key}`;
  }

  /** Whether the next page of a shard would be its last. */
  #isAtEnd(key: string): boolean {
    const lease = this.#leases.get(key);
    if (lease === undefined || this.#records.some((record) => record.shard === key && this.#isBehind(record, lease)))
      return false;
    return this.#shards.find(({ id }) => id === key)?.isClosed !== false;
  }

  #isBehind({ time }: ModelRecord, { checkpoint, latestSinceMs }: Lease): boolean {
    if (checkpoint.kind === 'record') return time > Number(checkpoint.sequenceNumber);
    if (checkpoint.kind === 'LATEST') return time > (latestSinceMs ?? Number.POSITIVE_INFINITY);
    return checkpoint.kind === 'AT_TIMESTAMP' ? time > this.#startTime : true;
  }

  /** What holds whenever a record is read. */
  #check(record: ModelRecord): void {
    if (this.#covered.has(record)) this.wrong.push(`${named(record)} was read again after it was done`);
    // Where a first table was made by half, more than was asked for may be read, and never less; so may what came meanwhile.
    const isOld = record.time <= (this.#beganAt ?? 0);
    if (isOld && !this.#mustBeRead(record) && !this.#hasCrashed) this.wrong.push(`${named(record)} was not asked for`);
    const ancestors = this.#ancestors(record.shard);
    const before = this.#records.find(
      (other) => ancestors.has(other.shard) && this.#mustBeRead(other) && !this.#covered.has(other),
    );
    if (before !== undefined) this.wrong.push(`${named(record)} was read before ${named(before)}`);
  }

  #mustBeRead({ time }: ModelRecord): boolean {
    if (this.#start === 'TRIM_HORIZON') return true;
    return time > (this.#start === 'LATEST' ? (this.#latestSince ?? Number.POSITIVE_INFINITY) : this.#startTime);
  }

  #ancestors(shard: string): ReadonlySet<string> {
    const found = new Set<string>();
    const walk = (id: string): void => {
      for (const parent of this.#all.get(id)?.parents ?? []) {
        if (!found.has(parent)) walk(parent);
        found.add(parent);
      }
    };
    walk(shard);
    return found;
  }

  #take(key: string): void {
    const lease = this.#leases.get(key);
    if (lease === undefined) return;
    this.#latestSince ??= this.#time;
    const since = lease.checkpoint.kind === 'LATEST' ? { latestSinceMs: lease.latestSinceMs ?? this.#latestSince } : {};
    this.#set(key, { counter: lease.counter + 1, ...since });
  }

  #make(lease: NewLease): void {
    if (!this.#leases.has(lease.key)) this.#leases.set(lease.key, blankLease(lease));
  }

  #set(
    key: string,
    change: { readonly checkpoint?: Checkpoint; readonly counter?: number; readonly children?: readonly string[] },
  ): void {
    const lease = this.#leases.get(key);
    if (lease !== undefined) this.#leases.set(key, { ...lease, ...change });
  }

  #listed(): readonly Shard[] {
    return this.#shards.map((shard) => ({ ...shard }));
  }

  #open(): readonly ModelShard[] {
    return this.#shards.filter(({ isClosed }) => !isClosed);
  }

  #pick(pick: number): ModelShard | undefined {
    const open = this.#open();
    return open[pick % open.length];
  }

  #close(shard: ModelShard): void {
    shard.isClosed = true;
    shard.closedAt = this.#time;
  }

  #create(parents: readonly string[]): void {
    const order = this.#created;
    this.#created += 1;
    const shard = {
      id: `s${order}`,
      parents,
      startingHashKey: '0',
      endingHashKey: '1',
      isClosed: false,
      closedAt: Number.POSITIVE_INFINITY,
      order,
    };
    this.#shards.push(shard);
    this.#all.set(shard.id, shard);
  }
}

function named({ shard, time }: ModelRecord): string {
  return `${shard}:${time}`;
}
