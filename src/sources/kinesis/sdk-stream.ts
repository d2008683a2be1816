import {
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  type _Record as KinesisRecord,
  type Shard as KinesisShard,
  ListShardsCommand,
  type ListShardsCommandOutput,
} from '@aws-sdk/client-kinesis';
import { createKinesisClient, type KinesisClientOptions } from './sdk-client.ts';
import { naming } from './sdk-fault.ts';
import { asRecord, given } from './sdk-record.ts';
import { ServiceTime } from './service-time.ts';
import type { Page, Position, Shard, StreamFacts, StreamPort } from './stream-port.ts';

export interface SdkStreamOptions extends KinesisClientOptions {
  /** The stream's name, or its ARN. */
  readonly stream: string;
}

/** Where the service does not say what was set by UpdateMaxRecordSize. */
const USUAL_RECORD_KIB = 1024;

export interface SdkStream extends StreamPort {
  /** Ends its connections. */
  close(): void;
}

/** How a call says which stream it means. */
type StreamId = { readonly StreamName: string } | { readonly StreamARN: string };

/**
 * A stream of Amazon Kinesis, by the AWS SDK. Credentials come by the SDK's own chain.
 * @param client one made by `createKinesisClient`, where others use it too; it is closed with the stream.
 */
export function createSdkStream(options: SdkStreamOptions, client = createKinesisClient(options)): SdkStream {
  const id = streamId(options.stream);
  // Of an iterator the service knows the stream; by its ARN the policy of another account's stream is found too.
  const arn = 'StreamARN' in id ? id : {};
  const time = new ServiceTime(client);
  return {
    now: () => time.now(),
    describe: () => naming('DescribeStreamSummary', () => describe(client, id)),
    shards: () => naming('ListShards', () => listShards(client, id)),
    iterator: (shardId, from) => naming('GetShardIterator', () => getIterator(client, id, shardId, from)),
    records: (iterator, limit) =>
      naming('GetRecords', async () => {
        const reply = await client.send(new GetRecordsCommand({ ...arn, ShardIterator: iterator, Limit: limit }));
        return asPage(reply.Records ?? [], reply.NextShardIterator, reply.MillisBehindLatest);
      }),
    close: () => client.destroy(),
  };
}

function streamId(stream: string): StreamId {
  return stream.startsWith('arn:') ? { StreamARN: stream } : { StreamName: stream };
}

async function describe(client: KinesisClient, id: StreamId): Promise<StreamFacts> {
  const { StreamDescriptionSummary: summary } = await client.send(new DescribeStreamSummaryCommand(id));
  return {
    arn: given(summary?.StreamARN, 'StreamARN'),
    ignoresKeys: summary?.RecordDistributionStrategy === 'AUTO',
    retentionHours: given(summary?.RetentionPeriodHours, 'RetentionPeriodHours'),
    maxRecordBytes: (summary?.MaxRecordSizeInKiB ?? USUAL_RECORD_KIB) * 1024,
  };
}

async function listShards(client: KinesisClient, id: StreamId): Promise<readonly Shard[]> {
  const shards: Shard[] = [];
  let token: string | undefined;
  do {
    // A token stands for the stream, which must not be named beside it.
    const reply: ListShardsCommandOutput = await client.send(
      new ListShardsCommand(token === undefined ? { ...id } : { NextToken: token }),
    );
    for (const shard of reply.Shards ?? []) shards.push(asShard(shard));
    token = reply.NextToken;
  } while (token !== undefined);
  return shards;
}

function asShard(shard: KinesisShard): Shard {
  return {
    id: given(shard.ShardId, 'ShardId'),
    parents: [shard.ParentShardId, shard.AdjacentParentShardId].filter((parent) => parent !== undefined),
    startingHashKey: given(shard.HashKeyRange?.StartingHashKey, 'StartingHashKey'),
    endingHashKey: given(shard.HashKeyRange?.EndingHashKey, 'EndingHashKey'),
    isClosed: shard.SequenceNumberRange?.EndingSequenceNumber !== undefined,
  };
}

async function getIterator(client: KinesisClient, id: StreamId, shardId: string, from: Position): Promise<string> {
  const { ShardIterator } = await client.send(
    new GetShardIteratorCommand({
      ...id,
      ShardId: shardId,
      ShardIteratorType: from.kind,
      ...('sequenceNumber' in from && { StartingSequenceNumber: from.sequenceNumber }),
      ...('wallMs' in from && { Timestamp: new Date(from.wallMs) }),
    }),
  );
  return given(ShardIterator, 'ShardIterator');
}

function asPage(records: readonly KinesisRecord[], next: string | undefined, millisBehindLatest: number | undefined): Page {
  return { records: records.map(asRecord), next, millisBehindLatest };
}
