import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  type KinesisClient,
  ListShardsCommand,
  MergeShardsCommand,
  SplitShardCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';
import { createKinesisClient } from '../../../src/sources/kinesis/sdk-client.ts';

/** What emulators take for credentials. */
export const TEST_CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };

const ACTIVE_WITHIN_MS = 10_000;

/** A client of an emulator, with credentials for it; emulators take their time on a machine that has more to do. */
export function testClient(endpointUrl: string, requestTimeoutMs = 60_000): KinesisClient {
  Object.assign(process.env, TEST_CREDENTIALS);
  return createKinesisClient({ region: 'us-east-1', endpointUrl, requestTimeoutMs });
}

export async function createStream(client: KinesisClient, name: string, shards = 1): Promise<void> {
  await client.send(new CreateStreamCommand({ StreamName: name, ShardCount: shards }));
  await untilActive(client, name);
}

/** In the middle. */
export async function splitShard(client: KinesisClient, name: string, shardId: string): Promise<void> {
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: name }));
  const range = Shards.find(({ ShardId }) => ShardId === shardId)?.HashKeyRange;
  const middle = (BigInt(range?.StartingHashKey ?? 0) + BigInt(range?.EndingHashKey ?? 0) + 1n) / 2n;
  await client.send(new SplitShardCommand({ StreamName: name, ShardToSplit: shardId, NewStartingHashKey: String(middle) }));
  await untilActive(client, name);
}

export async function mergeShards(client: KinesisClient, name: string, shardId: string, adjacent: string): Promise<void> {
  await client.send(new MergeShardsCommand({ StreamName: name, ShardToMerge: shardId, AdjacentShardToMerge: adjacent }));
  await untilActive(client, name);
}

/** By splits and merges of its own; to twice as many at most, or half. */
export async function setShardCount(client: KinesisClient, name: string, count: number): Promise<void> {
  await client.send(new UpdateShardCountCommand({ StreamName: name, TargetShardCount: count, ScalingType: 'UNIFORM_SCALING' }));
  await untilActive(client, name);
}

async function untilActive(client: KinesisClient, name: string): Promise<void> {
  const until = performance.now() + ACTIVE_WITHIN_MS;
  while (performance.now() < until) {
    const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName: name }));
    if (StreamDescriptionSummary?.StreamStatus === 'ACTIVE') return;
    await delay(20);
  }
  throw new Error(`The stream ${name} did not become active within ${ACTIVE_WITHIN_MS} ms`);
}
