import type { Clock } from '../../../src/kernel/clock.ts';
import { PutError, type PutFault, type PutOutcome, type PutPort } from '../../../src/sinks/kinesis/put-port.ts';
import type { SinkRecord } from '../../../src/sinks/port.ts';

export interface Call {
  readonly at: number;
  readonly keys: readonly string[];
  readonly bytes: number;
}

/** A stream in the process, and what can go wrong with it; everything may be changed at any time. */
export class MemoryStream implements PutPort {
  /** Of a call; it is carried out in the middle. */
  latencyMs: () => number = () => 10;
  /** Every call fails so. */
  down: PutFault | undefined;
  /** Records of these keys have no room in their shard. */
  throttledKeys: ReadonlySet<string> = new Set();
  /** The share of the records that fail by themselves. */
  failingShare = 0;
  /** The share of the calls that are carried out and answered as failed. */
  lostShare = 0;
  /** The share of the records that are stored and answered as failed. */
  lostRecordShare = 0;
  /** What the API does not take, as a text in the data. */
  poison: string | undefined;
  readonly calls: Call[] = [];
  /** Data as text, in the order of the stream. */
  readonly stored: string[] = [];
  mostAtOnce = 0;
  isClosed = false;
  readonly #clock: Clock;
  #underWay = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async putRecords(records: readonly SinkRecord[]): Promise<readonly PutOutcome[]> {
    const halfMs = this.latencyMs() / 2;
    this.calls.push({ at: this.#clock.now(), keys: records.map(({ partitionKey }) => partitionKey), bytes: total(records) });
    this.#underWay += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#underWay);
    try {
      await this.#wait(halfMs);
      const outcomes = this.#carryOut(records);
      await this.#wait(halfMs);
      if (this.#drawn(this.lostShare)) throw new PutError('unavailable', 'the reply was lost');
      return outcomes;
    } finally {
      this.#underWay -= 1;
    }
  }

  close(): void {
    this.isClosed = true;
  }

  /** Nothing is wrong any more. */
  heal(): void {
    this.down = undefined;
    this.throttledKeys = new Set();
    this.failingShare = 0;
    this.lostShare = 0;
    this.lostRecordShare = 0;
    this.latencyMs = () => 10;
  }

  /** The most calls there were within any second. */
  get mostCallsASecond(): number {
    const times = this.calls.map(({ at }) => at);
    return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
  }

  #carryOut(records: readonly SinkRecord[]): readonly PutOutcome[] {
    if (this.down !== undefined) throw new PutError(this.down, `down: ${this.down}`);
    const { poison } = this;
    if (poison !== undefined && records.some(({ data }) => data.includes(poison))) throw new PutError('invalid', 'poison');
    const outcomes = new Map<SinkRecord, PutOutcome>();
    // Kinesis does not store the records of a call in their order.
    for (const record of this.#shuffled(records)) outcomes.set(record, this.#store(record));
    return records.map((record) => outcomes.get(record)!);
  }

  #store({ partitionKey, data }: SinkRecord): PutOutcome {
    if (this.throttledKeys.has(partitionKey)) return { kind: 'failed', fault: 'throttled', message: 'no room' };
    if (this.#drawn(this.failingShare)) return { kind: 'failed', fault: 'unavailable', message: 'failed' };
    this.stored.push(String(data));
    if (this.#drawn(this.lostRecordShare)) return { kind: 'failed', fault: 'unavailable', message: 'lost' };
    return { kind: 'stored' };
  }

  #shuffled(records: readonly SinkRecord[]): SinkRecord[] {
    const order = records.map((record) => ({ record, place: this.#clock.random() }));
    return order.sort((one, other) => one.place - other.place).map(({ record }) => record);
  }

  #drawn(share: number): boolean {
    return share > 0 && this.#clock.random() < share;
  }

  async #wait(ms: number): Promise<void> {
    if (ms > 0) await new Promise<void>((resolve) => this.#clock.at(this.#clock.now() + ms, resolve));
  }
}

function total(records: readonly SinkRecord[]): number {
  return records.reduce((sum, { partitionKey, data }) => sum + Buffer.byteLength(partitionKey) + data.length, 0);
}
