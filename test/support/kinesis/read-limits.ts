import type { Clock } from '../../../src/kernel/clock.ts';
import { ReadLimit } from './fake-limits.ts';
import { KnownIterators } from './known-iterators.ts';
import { jsonObject, listIn, type ServiceCall, textIn } from './service-call.ts';

/** Holds the readers of each shard to so many calls and bytes a second. */
export class ReadLimits {
  readonly #clock: Clock;
  readonly #iterators = new KnownIterators();
  readonly #limits = new Map<string, ReadLimit>();
  #rates: { readonly callsPerSecond: number; readonly bytesPerSecond: number } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Those of Kinesis, where others are not said. */
  impose(callsPerSecond = 5, bytesPerSecond = 2_097_152): void {
    this.#rates = { callsPerSecond, bytesPerSecond };
    this.#limits.clear();
  }

  lift(): void {
    this.#rates = undefined;
  }

  streamOf(call: ServiceCall): string | undefined {
    return this.#iterators.placeOf(call)?.stream;
  }

  /** @returns whether the call may be made now, which is counted */
  allow(call: ServiceCall): boolean {
    const limit = this.#limitOf(call);
    if (limit === undefined) return true;
    const now = this.#clock.now();
    return call.operation === 'GetRecords' ? limit.takePage(now) : limit.takeIterator(now);
  }

  learn(call: ServiceCall, reply: Buffer): void {
    if (call.operation !== 'GetRecords' && call.operation !== 'GetShardIterator') return;
    this.#iterators.learn(call, reply);
    if (call.operation === 'GetRecords') this.#limitOf(call)?.read(bytesIn(reply), this.#clock.now());
  }

  #limitOf(call: ServiceCall): ReadLimit | undefined {
    const key = this.#shardOf(call);
    if (this.#rates === undefined || key === undefined) return undefined;
    const limit = this.#limits.get(key) ?? new ReadLimit(this.#rates.callsPerSecond, this.#rates.bytesPerSecond);
    this.#limits.set(key, limit);
    return limit;
  }

  #shardOf(call: ServiceCall): string | undefined {
    if (call.operation === 'GetShardIterator') return `${call.name}/${textIn(call.input, 'ShardId')}`;
    const place = call.operation === 'GetRecords' ? this.#iterators.placeOf(call) : undefined;
    return place && `${place.stream}/${place.shardId}`;
  }
}

/** Of records and their partition keys. */
function bytesIn(reply: Buffer): number {
  return listIn(jsonObject(reply), 'Records').reduce((sum, record) => {
    const base64 = textIn(record, 'Data')?.length ?? 0;
    return sum + Math.floor((base64 * 3) / 4) + (textIn(record, 'PartitionKey')?.length ?? 0);
  }, 0);
}
