import { Fifo } from '../../../kernel/fifo.ts';
import type { ByteBudget } from '../../pulled/byte-budget.ts';
import type { Deliver } from '../delivery/delivery.ts';
import type { EntryOwner } from '../delivery/errand.ts';
import type { Checkpoint } from '../lease-port.ts';
import type { Entry } from '../records/entry.ts';
import type { RawRecord } from '../records/record-form.ts';
import type { StreamRecord } from '../stream-port.ts';
import { EntryInHand } from './entry-in-hand.ts';
import { isDone, isPast } from './position.ts';
import { bytesAhead, RecordHold } from './record-hold.ts';
import { ShardTracker } from './tracker.ts';

export interface IntakeParts {
  readonly shardId: string;
  /** Where the shard stood: what is done by then is read again, and left out. */
  readonly from: Checkpoint;
  /** Aborted when nothing more may be begun. */
  readonly signal: AbortSignal;
  /** Of what is read and not done. */
  readonly budgets: readonly ByteBudget[];
  /** Of what is read and not begun. */
  readonly ahead: ByteBudget;
  readonly entriesOf: (record: RawRecord) => readonly Entry[];
  readonly deliver: Deliver;
  readonly givenUp: (thrown: unknown) => void;
  /** All that was read is done. */
  readonly idle: () => void;
}

/**
 * What was read of a shard. Records wait as they were read, in order, until the endpoint has taken all of the one before: what is
 * made of them to deliver them is many times their size. From then on their entries are tracked.
 */
export class Intake {
  readonly #parts: IntakeParts;
  /** Records, and sequence numbers up to which everything has been told. */
  readonly #waiting = new Fifo<StreamRecord | string>();
  readonly #tracker = new ShardTracker();
  /** Undefined once all that comes is behind it. */
  #from: Checkpoint | undefined;
  /** What the record that was begun last holds of `ahead`, */
  #aheadBytes = 0;
  /** and how many of its entries the endpoint has not taken. */
  #untaken = 0;
  #isFeeding = false;
  readonly #listener: EntryOwner = {
    taken: () => this.#taken(),
    done: () => this.#done(),
    givenUp: (thrown) => this.#parts.givenUp(thrown),
  };

  constructor(parts: IntakeParts) {
    this.#parts = parts;
    this.#from = parts.from;
  }

  /** @returns the bytes to be taken of budgets, of which it gives them back */
  take(records: readonly StreamRecord[]): number {
    let bytes = 0;
    for (const record of records) {
      this.#waiting.push(record);
      bytes += bytesAhead(record);
    }
    queueMicrotask(() => this.#feed());
    return bytes;
  }

  /** There is nothing to be done up to here, but for what was taken before. */
  pass(sequenceNumber: string): void {
    this.#waiting.push(sequenceNumber);
    queueMicrotask(() => this.#feed());
  }

  /** The last place before which everything is done; see `ShardTracker`. */
  get contiguous(): Checkpoint | undefined {
    return this.#tracker.contiguous;
  }

  /** When the oldest record came into the stream that is not done; undefined where all are. */
  get oldestAt(): number | undefined {
    const { first } = this.#waiting;
    return this.#tracker.oldest?.arrivedAt ?? (typeof first === 'object' ? first.arrivedAt : undefined);
  }

  get isIdle(): boolean {
    return this.#tracker.isIdle && this.#untaken === 0 && this.#waiting.first === undefined;
  }

  #feed(): void {
    if (this.#isFeeding) return;
    this.#isFeeding = true;
    for (let { first } = this.#waiting; first !== undefined && this.#untaken === 0; first = this.#waiting.first) {
      this.#waiting.drop();
      // Nothing is tracked any more then: what is passed over is not done.
      if (this.#parts.signal.aborted) this.#leaveOut(first);
      else if (typeof first === 'string') this.#tracker.skip(first);
      else this.#beginOrLeave(first);
    }
    this.#isFeeding = false;
    if (this.isIdle) this.#parts.idle();
  }

  #leaveOut(waiting: StreamRecord | string): void {
    if (typeof waiting === 'string') return;
    const bytes = bytesAhead(waiting);
    for (const budget of [...this.#parts.budgets, this.#parts.ahead]) budget.giveBack(bytes);
  }

  /** What nothing can be made of by a fault of ours stays undone, and holds what it holds. */
  #beginOrLeave(record: StreamRecord): void {
    try {
      this.#begin(record);
    } catch (thrown) {
      this.#tracker.add({ place: { ...record, subSequenceNumber: 0 }, isDone: false });
      this.#parts.givenUp(thrown);
    }
  }

  #begin(record: StreamRecord): void {
    const { shardId, entriesOf, budgets, deliver } = this.#parts;
    const { sequenceNumber, partitionKey, arrivedAt, data } = record;
    const entries = entriesOf({ shardId, sequenceNumber, partitionKey, arrivedAt, data });
    if (entries.length === 0) this.#tracker.skip(sequenceNumber);
    const undone = this.#undone(entries, sequenceNumber);
    const bytes = bytesAhead(record);
    const hold = new RecordHold(Math.max(data.length, bytesOf(entries)), undone.length, budgets, bytes);
    this.#aheadBytes = bytes;
    this.#untaken = undone.length;
    if (undone.length === 0) this.#parts.ahead.giveBack(bytes);
    for (const entry of undone) {
      const inHand = new EntryInHand(entry, hold, this.#listener);
      this.#tracker.add(inHand);
      deliver(entry, inHand);
    }
  }

  #undone(entries: readonly Entry[], sequenceNumber: string): readonly Entry[] {
    const from = this.#from;
    if (from === undefined) return entries;
    if (isPast(sequenceNumber, from)) this.#from = undefined;
    return entries.filter(({ subSequenceNumber }) => !isDone(sequenceNumber, subSequenceNumber, from));
  }

  /** Of the record that was begun last, for only then another one is. */
  #taken(): void {
    this.#untaken -= 1;
    if (this.#untaken > 0) return;
    this.#parts.ahead.giveBack(this.#aheadBytes);
    this.#feed();
  }

  #done(): void {
    this.#tracker.advance();
    if (this.isIdle) this.#parts.idle();
  }
}

function bytesOf(entries: readonly Entry[]): number {
  let bytes = 0;
  for (const { data } of entries) bytes += data.length;
  return bytes;
}
