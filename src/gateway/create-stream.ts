import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { EndpointPort } from '../endpoints/port.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Sink, SinkListener } from '../sinks/port.ts';
import { StreamConsumer } from '../sources/kinesis/consumer.ts';
import type { StreamListener } from '../sources/kinesis/events.ts';
import type { StreamOptions } from '../sources/kinesis/options.ts';
import type { RecordForm } from '../sources/kinesis/records/record-form.ts';
import { StreamForm } from '../sources/kinesis/records/stream-form.ts';
import type { SdkFanOut } from '../sources/kinesis/sdk-fan-out.ts';
import { createSink } from './create-sink.ts';

export interface StreamSurroundings {
  readonly clock: Clock;
  readonly endpoint: EndpointPort;
  readonly listener: StreamListener;
  readonly sinkListener: (sink: 'results' | 'dead-letters') => SinkListener;
}

/** A consumed stream with its sinks. */
export interface Stream {
  readonly consumer: StreamConsumer;
  /** Stops reading, waits at most so long for what was read, and closes everything; once, however often it is asked for. */
  close(graceMs: number): Promise<void>;
}

/** How long what is written to a sink may still take after the last record is done. */
const SINK_GRACE_MS = 1000;

const SHARE_OF_A_SHARD = 4;
const LEAST_SHARD_BYTES = 1_048_576;

/**
 * The parts of a stream, put together; the SDKs are loaded only where there is one.
 * @param form what its records look like, where they are not the user's own
 * @throws when a sink cannot be opened
 */
export async function createStream(
  name: string,
  options: StreamOptions,
  around: StreamSurroundings,
  form = formOf(name, options),
): Promise<Stream> {
  const { clock } = around;
  const { source } = options;
  const { createKinesisClient } = await import('../sources/kinesis/sdk-client.ts');
  const { createSdkStream } = await import('../sources/kinesis/sdk-stream.ts');
  const { DynamoLeaseStore } = await import('../sources/kinesis/leases/dynamo-lease-store.ts');
  const aws = { ...(source.region !== undefined && { region: source.region }) };
  const kinesis = { ...aws, ...(source.endpointUrl !== undefined && { endpointUrl: source.endpointUrl }) };
  const client = createKinesisClient(kinesis);
  const stream = createSdkStream({ ...kinesis, stream: source.streamName }, client);
  const fanOut =
    source.consumer === 'enhanced-fan-out'
      ? await openFanOut({ ...kinesis, clock, consumerName: source.consumerName ?? `tidegate-${name}` }, stream, client)
      : undefined;
  const leases = new DynamoLeaseStore({
    ...aws,
    table: source.leaseTable ?? `tidegate-${name}`,
    clock,
    requestTimeoutMs: source.failoverMs / 4,
  });
  const keepsOrder = options.ordering === 'partition-key';
  const open = (sink: StreamOptions['onFailure'], kind: 'results' | 'dead-letters'): Promise<Sink> =>
    createSink(sink, { clock, listener: around.sinkListener(kind), keepsOrder });
  const results = await open(options.sink, 'results');
  const deadLetters = await open(options.onFailure, 'dead-letters');
  const consumer = new StreamConsumer(consumerOptions(options), {
    ...around,
    stream,
    fanOut,
    leases,
    form,
    results,
    deadLetters,
  });
  const close = async (graceMs: number): Promise<void> => {
    await consumer.close(graceMs);
    await Promise.all([results.close(SINK_GRACE_MS), deadLetters.close(SINK_GRACE_MS)]);
    fanOut?.close();
    stream.close();
    leases.close();
  };
  let closed: Promise<void> | undefined;
  return { consumer, close: (graceMs) => (closed ??= close(graceMs)) };
}

async function openFanOut(...parts: ConstructorParameters<typeof SdkFanOut>): Promise<SdkFanOut> {
  const { SdkFanOut } = await import('../sources/kinesis/sdk-fan-out.ts');
  return new SdkFanOut(...parts);
}

function formOf(name: string, { request, result }: StreamOptions): RecordForm {
  const { template, accept, ...rest } = request;
  return new StreamForm({
    stream: name,
    ...rest,
    ...(template !== undefined && { template: template as never }),
    ...(accept !== undefined && { accept }),
    ...(result.id !== undefined && { id: result.id }),
    includeInput: result.includeInput,
  });
}

function consumerOptions({ source, ordering, maximumRetryAttempts, maximumRecordAgeInSeconds }: StreamOptions) {
  return {
    workerId: `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`,
    failoverMs: source.failoverMs,
    asks: source.handOff === 'auto',
    ...(source.maxLeases !== undefined && { maxLeases: source.maxLeases }),
    startingPosition: source.startingPosition,
    startMs: source.startingTimestamp === undefined ? 0 : Date.parse(source.startingTimestamp),
    maxBufferedBytes: source.maxBufferedBytes,
    maxShardBytes: Math.max(LEAST_SHARD_BYTES, source.maxBufferedBytes / SHARE_OF_A_SHARD),
    checkpointMs: source.checkpointMs,
    idleMs: source.idleMs,
    ordered: ordering === 'partition-key',
    maximumRetryAttempts: orNever(maximumRetryAttempts),
    maximumAgeMs: orNever(maximumRecordAgeInSeconds) * 1000,
  };
}

/** -1 stands for no bound, as in AWS's event source mappings. */
function orNever(value: number): number {
  return value < 0 ? Number.POSITIVE_INFINITY : value;
}
