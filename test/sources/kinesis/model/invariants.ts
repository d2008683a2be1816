import { isDeepStrictEqual } from 'node:util';
import type { Checkpoint, Lease } from '../../../../src/sources/kinesis/lease-port.ts';
import { isBehind } from '../../../../src/sources/kinesis/leases/checkpoints.ts';
import type { HeldLease } from '../../../../src/sources/kinesis/leases/held-lease.ts';
import { isDone } from '../../../../src/sources/kinesis/reading/position.ts';
import type { Audited } from '../../../support/kinesis/fake-lease-store.ts';
import { isLetGo } from './held-spy.ts';
import type { Process } from './process.ts';

/** One request that was put into the stream: a line of a record. */
export interface Line {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly subSequenceNumber: number;
  readonly partitionKey: string;
  /** Which of its key's it is, from 0. */
  readonly n: number;
}

interface Holder {
  readonly held: HeldLease;
  readonly owner: string | undefined;
  readonly process: Process;
}

/** What must be true at every moment of a run. The first thing that is not is kept. */
export class Invariants {
  violation: string | undefined;
  readonly #failoverMs: number;
  readonly #isOrdered: boolean;
  readonly #lines = new Map<string, Line[]>();
  /** How many of a shard's first lines are durable, with none left out. */
  readonly #contiguous = new Map<string, number>();
  readonly #durable = new Map<string, number>();
  readonly #nextOfKey = new Map<string, number>();
  #holders: Holder[] = [];
  #count = 0;
  #results = 0;

  constructor(failoverMs: number, isOrdered: boolean) {
    this.#failoverMs = failoverMs;
    this.#isOrdered = isOrdered;
  }

  get missing(): number {
    return this.#count - this.#durable.size;
  }

  /** Results that are there more than once. */
  get twice(): number {
    return this.#results - this.#durable.size;
  }

  fail(what: string): void {
    this.violation ??= what;
  }

  put(line: Line): void {
    const lines = this.#lines.get(line.shardId) ?? [];
    lines.push(line);
    this.#lines.set(line.shardId, lines);
    this.#count += 1;
  }

  /** A result or a dead letter of it can be read from now on. */
  durable(line: Line): void {
    const name = nameOf(line);
    const times = this.#durable.get(name) ?? 0;
    this.#durable.set(name, times + 1);
    this.#results += 1;
    if (times > 0 || !this.#isOrdered) return;
    const next = this.#nextOfKey.get(line.partitionKey) ?? 0;
    this.#nextOfKey.set(line.partitionKey, next + 1);
    if (line.n !== next) this.fail(`order: ${line.n} of ${line.partitionKey} came where ${next} is next (${name})`);
  }

  held(held: HeldLease, process: Process): void {
    this.#holders = this.#holders.filter((each) => !each.held.signal.aborted && !each.process.isDead);
    this.#holders.push({ held, owner: held.lease.owner, process });
  }

  /** By the rule of HeldLease.check, which itself would end what has expired. */
  oneHolderEach(): void {
    const valid = this.#holders.filter(
      ({ held, process }) =>
        !process.isDead && !isLetGo(held) && !held.signal.aborted && process.clock.now() - held.writtenAt < this.#failoverMs,
    );
    for (const [index, one] of valid.entries())
      for (const other of valid.slice(index + 1))
        if (one.held.key === other.held.key) this.fail(`two holders of ${one.held.key}: ${one.owner} and ${other.owner}`);
  }

  audited({ operation, key, known, before, after }: Audited): void {
    if (before === after || before === undefined || after === undefined) return;
    const what = `${operation} of ${key} by ${known?.owner}`;
    if (known !== undefined && !isOnWhatWasKnown(operation, known, before)) this.fail(`unconditional: ${what}`);
    const step = operation === 'handOff' || operation === 'setChildren' ? 0 : 1;
    if (known !== undefined && after.counter !== before.counter + step)
      this.fail(`counter: ${what} made ${after.counter} of ${before.counter}`);
    if (before.checkpoint === after.checkpoint) return;
    // A write whose answer was lost is made again.
    if (isBehind(after.checkpoint, before.checkpoint) && !isDeepStrictEqual(after.checkpoint, before.checkpoint))
      this.fail(`checkpoint of ${key} went back`);
    this.#notAhead(key, after.checkpoint);
  }

  /** Whether all of every shard is done by the table, and nobody's, but for what had been promised: after an orderly end. */
  ended(leases: readonly Lease[], audit: readonly Audited[]): void {
    for (const { key, owner, checkpoint } of leases) {
      const last = audit.findLast((entry) => entry.key === key && entry.before !== entry.after)?.operation;
      if (owner !== undefined && last !== 'handOff' && last !== 'transfer')
        this.fail(`${owner} still owns ${key} after an orderly end`);
      const line = this.#lines.get(key)?.at(-1);
      if (
        line !== undefined &&
        checkpoint.kind !== 'SHARD_END' &&
        !isDone(line.sequenceNumber, line.subSequenceNumber, checkpoint)
      )
        this.fail(`the checkpoint of ${key} is behind after an orderly end`);
    }
  }

  #notAhead(key: string, checkpoint: Checkpoint): void {
    const lines = this.#lines.get(key) ?? [];
    let first = this.#contiguous.get(key) ?? 0;
    for (let line = lines[first]; line !== undefined && this.#durable.has(nameOf(line)); line = lines[first]) first += 1;
    this.#contiguous.set(key, first);
    const next = lines[first];
    if (next === undefined) return;
    const { sequenceNumber, subSequenceNumber } = next;
    if (checkpoint.kind === 'SHARD_END' || isDone(sequenceNumber, subSequenceNumber, checkpoint))
      this.fail(`ahead: a checkpoint says ${nameOf(next)} is done, which is not durable`);
  }
}

function isOnWhatWasKnown(operation: Audited['operation'], known: Lease, before: Lease): boolean {
  const isSameHandOff = known.checkpointOwner === before.checkpointOwner;
  if (operation === 'handOff') return isSameHandOff && known.owner === before.owner;
  return known.counter === before.counter && (operation === 'take' || operation === 'checkpoint' || isSameHandOff);
}

function nameOf({ shardId, sequenceNumber, subSequenceNumber }: Omit<Line, 'partitionKey' | 'n'>): string {
  return `${shardId}/${sequenceNumber}/${subSequenceNumber}`;
}
