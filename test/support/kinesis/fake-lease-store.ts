import type { Clock } from '../../../src/kernel/clock.ts';
import {
  type Checkpoint,
  type Lease,
  type LeaseStore,
  LeaseStoreError,
  type NewLease,
  type Written,
} from '../../../src/sources/kinesis/lease-port.ts';
import { blankLease } from './blank-lease.ts';
import { FakeWire } from './fake-wire.ts';

type Write = Exclude<keyof LeaseStore, 'ready' | 'list'>;

/** One write as it reached the table, whether or not its caller heard of it. */
export interface Audited {
  /** The clock's `now`. */
  readonly at: number;
  readonly operation: Write;
  readonly key: string;
  /** What its caller knew of the row, where the write is conditional. */
  readonly known?: Lease;
  /** Undefined: there was no such row. */
  readonly before: Lease | undefined;
  /** The same as before where the condition failed. */
  readonly after: Lease | undefined;
}

/** A lease table in the process, on a clock: the conditions of DynamoDB, and what goes wrong on the way there. */
export class FakeLeaseStore implements LeaseStore {
  readonly wire: FakeWire<LeaseStoreError['fault']>;
  /** Every write that reached the table, in order; those whose condition failed too. */
  readonly audit: Audited[] = [];
  readonly #clock: Clock;
  readonly #rows = new Map<string, Lease>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.wire = new FakeWire(clock, (fault, message) => new LeaseStoreError(fault, message));
  }

  ready(): Promise<void> {
    return this.wire.carry('ready', () => undefined);
  }

  list(): Promise<readonly Lease[]> {
    return this.wire.carry('list', () => [...this.#rows.values()]);
  }

  create(lease: NewLease): Promise<boolean> {
    return this.wire.carry('create', () => {
      const before = this.#rows.get(lease.key);
      this.#write('create', lease.key, before ?? blankLease(lease));
      return before === undefined;
    });
  }

  take(lease: Lease, owner: string, latestSinceMs?: number): Promise<Written> {
    return this.#conditional('take', lease, (row) => ({
      ...row,
      owner,
      checkpointOwner: undefined,
      // As KCL counts: from one owner to another, and not from none.
      ownerSwitches: row.ownerSwitches + (lease.owner === undefined || lease.owner === owner ? 0 : 1),
      latestSinceMs: latestSinceMs ?? row.latestSinceMs,
    }));
  }

  renew(lease: Lease): Promise<Written> {
    return this.#conditional('renew', lease, (row) => row, isSameHandOff);
  }

  checkpoint(lease: Lease, checkpoint: Checkpoint): Promise<Written> {
    return this.#conditional('checkpoint', lease, (row) => ({ ...row, checkpoint, ownerSwitches: 0 }));
  }

  release(lease: Lease): Promise<Written> {
    return this.#conditional('release', lease, (row) => ({ ...row, owner: undefined }), isSameHandOff);
  }

  handOff(lease: Lease, to: string): Promise<Written> {
    const unpromised = { ...lease, checkpointOwner: undefined };
    return this.#where('handOff', unpromised, areSameOwners, (row) => ({ ...row, owner: to, checkpointOwner: row.owner }));
  }

  transfer(lease: Lease): Promise<Written> {
    const change = (row: Lease): Lease => ({ ...row, checkpointOwner: undefined, ownerSwitches: row.ownerSwitches + 1 });
    return this.#conditional('transfer', lease, change, areSameOwners);
  }

  setChildren(key: string, children: readonly string[]): Promise<void> {
    return this.wire.carry('setChildren', () => {
      const row = this.#rows.get(key);
      this.#write('setChildren', key, row && { ...row, children: [...children] });
    });
  }

  remove(key: string): Promise<void> {
    return this.wire.carry('remove', () => this.#write('remove', key, undefined));
  }

  /** A renewal without any condition, as no worker may make one. */
  renewAnyway(lease: Lease): Promise<Written> {
    return this.#where(
      'renew',
      lease,
      () => true,
      (row) => ({ ...row, counter: row.counter + 1 }),
    );
  }

  /** The row as it is, past the wire. */
  row(key: string): Lease | undefined {
    return this.#rows.get(key);
  }

  /** All rows as they are, past the wire. */
  rows(): readonly Lease[] {
    return [...this.#rows.values()];
  }

  /** Puts a row as another worker might have left it, past the wire and the audit. */
  seed(lease: Partial<Lease> & Pick<Lease, 'key'>): void {
    this.#rows.set(lease.key, blankLease(lease));
  }

  /** Nothing is answered for so long. */
  outage(forMs: number, how: 'refused' | 'hung' = 'refused'): void {
    this.wire.interfere({ how, forMs });
  }

  /** The next so many writes land, and their callers hear of an error. */
  loseReplies(times: number, operations: readonly Write[] = WRITES): void {
    this.wire.interfere({ how: 'lost', operations, times });
  }

  throttle(times: number, operations?: readonly (keyof LeaseStore)[]): void {
    this.wire.interfere({ how: 'refused', fault: 'throttled', times, ...(operations !== undefined && { operations }) });
  }

  /** An owner's write: counts one, where nobody else has. */
  #conditional(operation: Write, lease: Lease, change: (row: Lease) => Lease, also: Condition = () => true): Promise<Written> {
    const isSame: Condition = (row, known) => row.counter === known.counter && also(row, known);
    return this.#where(operation, lease, isSame, (row) => ({ ...change(row), counter: row.counter + 1 }));
  }

  #where(operation: Write, lease: Lease, holds: Condition, change: (row: Lease) => Lease): Promise<Written> {
    return this.wire.carry(operation, () => {
      const row = this.#rows.get(lease.key);
      if (row === undefined || !holds(row, lease)) {
        this.#write(operation, lease.key, row, lease);
        return { kind: 'lost', found: row };
      }
      const changed = change(row);
      this.#write(operation, lease.key, changed, lease);
      return { kind: 'written', lease: changed };
    });
  }

  #write(operation: Write, key: string, after: Lease | undefined, known?: Lease): void {
    const before = this.#rows.get(key);
    this.audit.push({ at: this.#clock.now(), operation, key, before, after, ...(known !== undefined && { known }) });
    if (after === undefined) this.#rows.delete(key);
    else this.#rows.set(key, after);
  }
}

/** What a row must still have in common with the lease that is known. */
type Condition = (row: Lease, known: Lease) => boolean;

const isSameHandOff: Condition = (row, known) => row.checkpointOwner === known.checkpointOwner;
const areSameOwners: Condition = (row, known) => row.owner === known.owner && isSameHandOff(row, known);

const WRITES: readonly Write[] = [
  'create',
  'take',
  'renew',
  'checkpoint',
  'release',
  'handOff',
  'transfer',
  'setChildren',
  'remove',
];
