import type { TestContext } from 'node:test';
import type { Shard, StreamPort, StreamRecord } from '../../../../src/sources/kinesis/stream-port.ts';

/** A stream of two shards that a contract is held to, and what else the tests need to reach of it. */
export interface StreamWorld {
  readonly stream: StreamPort;
  /** Of the same service, of a stream that there is not. */
  readonly nowhere: StreamPort;
  put(partitionKey: string, data: Buffer, explicitHashKey?: string): Promise<Put>;
  split(shardId: string): Promise<void>;
  /** The first of the two is the lower one. */
  merge(shardId: string, adjacentShardId: string): Promise<void>;
  /** The wall clock of the service. */
  wallNow(): number;
  /** Lets time pass on the clock of the service. */
  pass(ms: number): Promise<void>;
}

export interface Put {
  readonly shardId: string;
  readonly sequenceNumber: string;
}

/** Makes a fresh one for a test. */
export type OpenWorld = (context: TestContext) => Promise<StreamWorld>;

/** The shard at the bottom of the hash keys, and the one above. */
export async function twoShards({ stream }: StreamWorld): Promise<[Shard, Shard]> {
  const [low, high] = (await stream.shards()).toSorted((a, b) => order(a.startingHashKey, b.startingHashKey));
  if (low === undefined || high === undefined) throw new Error('Expected two shards');
  return [low, high];
}

export function order(a: string, b: string): number {
  return BigInt(a) < BigInt(b) ? -1 : 1;
}

export interface Drained {
  readonly records: readonly StreamRecord[];
  /** Whether the shard ended. */
  readonly ended: boolean;
}

/** Reads until the shard ends, or twice nothing came at its tip; at the pace that Kinesis allows. */
export async function drain(world: StreamWorld, from: string, limit = 1000): Promise<Drained> {
  const records: StreamRecord[] = [];
  let iterator: string | undefined = from;
  for (let idle = 0; iterator !== undefined && idle < 2; ) {
    const page = await world.stream.records(iterator, limit);
    records.push(...page.records);
    idle = page.records.length === 0 && page.millisBehindLatest === 0 ? idle + 1 : 0;
    iterator = page.next;
    await world.pass(205);
  }
  return { records, ended: iterator === undefined };
}

export const texts = (records: readonly StreamRecord[]): readonly string[] => records.map(({ data }) => data.toString());
