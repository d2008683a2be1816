import { FanOutReader } from '../../../../src/sources/kinesis/reading/fan-out-reader.ts';
import type { Position, StreamRecord } from '../../../../src/sources/kinesis/stream-port.ts';
import { ByteBudget } from '../../../../src/sources/pulled/byte-budget.ts';
import type { FakeFanOut } from '../../../support/kinesis/fake-fan-out.ts';
import { FakeStream, type FakeStreamOptions } from '../../../support/kinesis/fake-stream.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const MIB = 1_048_576;

export interface FanOutWorldOptions extends FakeStreamOptions {
  readonly from?: Position;
  /** Of the shard, in bytes. */
  readonly limit?: number;
  readonly untilMs?: number;
}

/** A reader of a stream of one shard, pushed; nothing that it reads is ever given back unless `release` is called. */
export class FanOutWorld {
  readonly clock = new VirtualClock();
  readonly stream: FakeStream;
  readonly shardId: string;
  readonly budget: ByteBudget;
  readonly ahead = new ByteBudget(MIB);
  readonly stop = new AbortController();
  /** Numbers of the records, as they were put. */
  readonly read: number[] = [];
  readonly faults: string[] = [];
  readonly passed: string[] = [];
  ended: string | undefined;
  reopened = 0;
  readonly #options: FanOutWorldOptions;
  #held = 0;
  #put = 0;

  constructor(options: FanOutWorldOptions = {}) {
    this.#options = options;
    this.stream = new FakeStream(this.clock, options);
    this.shardId = 'shardId-000000000000';
    this.budget = new ByteBudget(options.limit ?? MIB);
  }

  get fanOut(): FakeFanOut {
    return this.stream.fanOut;
  }

  run(): void {
    const { clock, stream, shardId, budget, ahead } = this;
    const reader = new FanOutReader(this.#options.from ?? { kind: 'TRIM_HORIZON' }, {
      clock,
      stream,
      fanOut: stream.fanOut,
      shardId,
      budgets: [budget],
      ahead,
      idleMs: 1000,
      untilMs: this.#options.untilMs,
      listener: {
        read() {},
        reopened: () => void (this.reopened += 1),
        fault: (fault) => void this.faults.push(fault),
      },
      passed: (sequenceNumber) => void this.passed.push(sequenceNumber),
      take: (records) => this.#take(records),
    });
    reader.toItsEnd(this.stop.signal).then(
      (ending) => {
        this.ended = ending;
      },
      (thrown: Error) => {
        this.ended = thrown.message;
      },
    );
  }

  /** So many more records, of so many bytes each. @returns the sequence number of the last */
  put(count: number, bytes = 8): string {
    let last = '';
    for (let left = count; left > 0; left -= 1) {
      last = this.stream.put('k', String(this.#put).padEnd(bytes)).sequenceNumber;
      this.#put += 1;
    }
    return last;
  }

  /** All that was read is done. */
  release(): void {
    this.budget.giveBack(this.#held);
    this.ahead.giveBack(this.#held);
    this.#held = 0;
  }

  /** Milliseconds between one subscription and the next. */
  pauses(): number[] {
    const times = this.fanOut.began.map(({ at }) => at);
    return times.slice(1).map((at, index) => at - (times[index] ?? 0));
  }

  #take(records: readonly StreamRecord[]): number {
    this.read.push(...records.map(({ data }) => Number(data.toString())));
    const bytes = records.reduce((sum, { data }) => sum + data.length, 0);
    this.#held += bytes;
    return bytes;
  }
}

export const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
