import { KinesisSink, type KinesisSinkLimits } from '../../../src/sinks/kinesis/kinesis-sink.ts';
import { deposit, type SinkRecord, type Stored } from '../../../src/sinks/port.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { Told } from '../told.ts';
import { MemoryStream } from './memory-stream.ts';

export const MIB = 1_048_576;

/** What became of a put: undefined as long as nothing has. */
export interface Put {
  readonly record: SinkRecord;
  outcome?: Stored | Error;
}

/** Knows how many of its timers are still to fire. */
class CountingClock extends VirtualClock {
  timers = 0;

  override at(time: number, fire: () => void): () => void {
    let isSet = true;
    this.timers += 1;
    const unset = (): void => {
      if (isSet) this.timers -= 1;
      isSet = false;
    };
    const cancel = super.at(time, () => {
      unset();
      fire();
    });
    return () => {
      unset();
      cancel();
    };
  }
}

/** A sink over a stream in memory, in virtual time. */
export class Bench {
  readonly clock: CountingClock;
  readonly stream: MemoryStream;
  readonly told = new Told();
  readonly sink: KinesisSink;
  readonly puts: Put[] = [];

  constructor(limits: Partial<KinesisSinkLimits> = {}, seed = 1) {
    this.clock = new CountingClock(0, seed);
    this.stream = new MemoryStream(this.clock);
    this.sink = new KinesisSink(
      { maxRecordBytes: MIB, maxRequestBytes: 5 * MIB, ...limits },
      { clock: this.clock, listener: this.told, stream: this.stream },
    );
  }

  put(partitionKey: string, data: string | Buffer = partitionKey): Put {
    const put: Put = { record: { partitionKey, data: Buffer.from(data) } };
    this.puts.push(put);
    deposit(this.sink, put.record).then(
      (stored) => {
        put.outcome = stored;
      },
      (error: Error) => {
        put.outcome = error;
      },
    );
    return put;
  }

  /** As many as are said, each with a key and data of its own. */
  putMany(count: number, prefix = 'k'): Put[] {
    return Array.from({ length: count }, (_, index) => this.put(`${prefix}${index}`));
  }

  get kinds(): string[] {
    return this.puts.map(({ outcome }) => (outcome instanceof Error ? outcome.name : (outcome?.kind ?? 'waiting')));
  }

  areAll(kind: string): boolean {
    return this.kinds.every((one) => one === kind);
  }

  get callSizes(): number[] {
    return this.stream.calls.map(({ keys }) => keys.length);
  }
}
