import { once } from 'node:events';
import type { ServerHttp2Stream } from 'node:http2';
import { setTimeout as delay } from 'node:timers/promises';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  type _Record as KinesisRecord,
  ListShardsCommand,
  type ShardIteratorType,
} from '@aws-sdk/client-kinesis';
import { continuationOf } from './continuation.ts';
import { eventOf, exceptionOf } from './event-stream.ts';

const POLL_MS = 50;

/** As SubscribeToShard has it. */
export interface StartingPosition {
  readonly Type: ShardIteratorType;
  readonly SequenceNumber?: string;
  /** Seconds since the Unix epoch. */
  readonly Timestamp?: number;
}

/** What may be switched while it runs. */
export interface Switches {
  /** How long a subscription lasts. */
  renewAfterMs: number;
  /** How long it may be still at the tip. */
  idleMs: number;
  /** Nothing is told, and nothing ends. */
  isSilent: boolean;
}

export interface ShardPlace {
  readonly streamName: string;
  readonly shardId: string;
}

/** @throws the service's error, where there is no such stream or shard or place in it */
export async function openShard(client: KinesisClient, place: ShardPlace, from: StartingPosition): Promise<string> {
  const { ShardIterator = '' } = await client.send(
    new GetShardIteratorCommand({
      StreamName: place.streamName,
      ShardId: place.shardId,
      ShardIteratorType: from.Type,
      ...(from.SequenceNumber !== undefined && { StartingSequenceNumber: from.SequenceNumber }),
      ...(from.Timestamp !== undefined && { Timestamp: new Date(from.Timestamp * 1000) }),
    }),
  );
  return ShardIterator;
}

/** One subscription: what kinesalite gives page by page, pushed to its end as events. */
export class Pushing {
  readonly #stream: ServerHttp2Stream;
  readonly #client: KinesisClient;
  readonly #place: ShardPlace;
  readonly #switches: Switches;

  constructor(stream: ServerHttp2Stream, client: KinesisClient, place: ShardPlace, switches: Switches) {
    this.#stream = stream;
    this.#client = client;
    this.#place = place;
    this.#switches = switches;
  }

  async run(firstIterator: string): Promise<void> {
    const since = performance.now();
    const isOver = (): boolean => !this.#switches.isSilent && performance.now() - since >= this.#switches.renewAfterMs;
    let iterator: string | undefined = firstIterator;
    let toldAt = Number.NEGATIVE_INFINITY;
    this.#stream.respond({ ':status': 200, 'content-type': 'application/vnd.amazon.eventstream' });
    await this.#send(eventOf('initial-response', {}));
    for (; !this.#stream.destroyed && !isOver(); await delay(POLL_MS)) {
      if (this.#switches.isSilent) continue;
      const page: Page = await this.#page(iterator);
      if (page.records.length === 0 && page.next !== undefined && performance.now() - toldAt < this.#switches.idleMs) continue;
      toldAt = performance.now();
      await this.#send(eventOf('SubscribeToShardEvent', await this.#event(page)));
      if (page.next === undefined) break;
      iterator = page.next;
    }
    if (!this.#stream.destroyed) this.#stream.end();
  }

  /** The end that the service makes of it by itself. */
  fail(error: string, message: string): void {
    if (!this.#stream.destroyed) this.#stream.end(exceptionOf(error, message));
  }

  /** The connection breaks, where an event has begun or between two. */
  drop(where: 'in an event' | 'between events'): void {
    if (this.#stream.destroyed) return;
    const broken = (): void => this.#stream.session?.destroy();
    if (where === 'between events') broken();
    else this.#stream.write(eventOf('SubscribeToShardEvent', {}).subarray(0, 30), broken);
  }

  async #page(ShardIterator: string): Promise<Page> {
    const page = await this.#client.send(new GetRecordsCommand({ ShardIterator, Limit: 500 }));
    return { records: page.Records ?? [], next: page.NextShardIterator };
  }

  async #event({ records, next }: Page): Promise<object> {
    return {
      Records: records.map(wireRecord),
      MillisBehindLatest: 0,
      ...(next === undefined
        ? { ChildShards: await this.#children() }
        : { ContinuationSequenceNumber: continuationOf(next, records.at(-1)?.SequenceNumber) }),
    };
  }

  async #children(): Promise<object[]> {
    const { Shards = [] } = await this.#client.send(new ListShardsCommand({ StreamName: this.#place.streamName }));
    const isChild = (parent: string | undefined): boolean => parent === this.#place.shardId;
    return Shards.filter(
      ({ ParentShardId, AdjacentParentShardId }) => isChild(ParentShardId) || isChild(AdjacentParentShardId),
    ).map(({ ShardId, ParentShardId, AdjacentParentShardId, HashKeyRange }) => ({
      ShardId,
      ParentShards: [ParentShardId, AdjacentParentShardId].filter((parent) => parent !== undefined),
      HashKeyRange,
    }));
  }

  /** Waits for as long as the reader lets it. */
  async #send(message: Buffer): Promise<void> {
    if (this.#stream.destroyed || this.#stream.write(message)) return;
    const gone = new AbortController();
    const signal = gone.signal;
    await Promise.race([once(this.#stream, 'drain', { signal }), once(this.#stream, 'close', { signal })]).catch(() => {});
    gone.abort();
  }
}

interface Page {
  readonly records: readonly KinesisRecord[];
  readonly next: string | undefined;
}

function wireRecord({ Data = new Uint8Array(), ApproximateArrivalTimestamp, ...rest }: KinesisRecord): object {
  return {
    ...rest,
    Data: Buffer.from(Data).toString('base64'),
    ApproximateArrivalTimestamp: (ApproximateArrivalTimestamp?.getTime() ?? 0) / 1000,
  };
}
