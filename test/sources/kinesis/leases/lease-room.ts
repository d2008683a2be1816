import type { Lease } from '../../../../src/sources/kinesis/lease-port.ts';
import { HeldLease } from '../../../../src/sources/kinesis/leases/held-lease.ts';
import { FakeLeaseStore } from '../../../support/kinesis/fake-lease-store.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

export const FAILOVER_MS = 10_000;
export const KEY = 'shardId-000000000000';

/** A table with one row that is this worker's, and the lease in its hands; writes take 100 ms, half of them on the way there. */
export class LeaseRoom {
  readonly clock = new VirtualClock();
  readonly store = new FakeLeaseStore(this.clock);
  readonly held: HeldLease;

  constructor(row: Partial<Lease> = {}) {
    this.store.wire.latencyMs = () => 100;
    this.store.seed({ key: KEY, owner: 'me', counter: 5, ...row });
    this.held = new HeldLease(this.row, 'me', this.clock.now(), FAILOVER_MS, this);
  }

  get row(): Lease {
    const row = this.store.row(KEY);
    if (row === undefined) throw new Error('Expected the row');
    return row;
  }

  /** What a call comes to, while so much time passes. */
  async during<T>(call: Promise<T>, ms = 100): Promise<T | Error> {
    const [outcome] = await Promise.all([call.catch((thrown: Error) => thrown), this.clock.advance(ms)]);
    return outcome;
  }

  /** What `check` says: nothing, or why the lease is lost. */
  get lost(): string | undefined {
    try {
      this.held.check();
      return undefined;
    } catch (thrown) {
      return thrown instanceof Error ? thrown.message.replace(/^.*was lost: /, '') : String(thrown);
    }
  }
}

/** A checkpoint at a record. */
export function at(sequenceNumber: number | string, subSequenceNumber = 0) {
  return { kind: 'record', sequenceNumber: String(sequenceNumber), subSequenceNumber } as const;
}
