import {
  DescribeStreamConsumerCommand,
  type KinesisClient,
  type StartingPosition as KinesisPosition,
  RegisterStreamConsumerCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  SubscribeToShardCommand,
  type SubscribeToShardEvent,
} from '@aws-sdk/client-kinesis';
import type { Clock } from '../../kernel/clock.ts';
import { sleep } from '../../kernel/sleep.ts';
import { createPushedClient, type KinesisClientOptions } from './sdk-client.ts';
import { asStreamError, naming } from './sdk-fault.ts';
import { asRecord, given } from './sdk-record.ts';
import { type FanOutPort, type Position, StreamError, type StreamPort, type Told } from './stream-port.ts';

export interface SdkFanOutOptions extends KinesisClientOptions {
  readonly consumerName: string;
  readonly clock: Clock;
}

/** A consumer is made within seconds; all who look for one may ask twenty times a second of a stream. */
const POLL_MS = 1_000;

/**
 * Enhanced fan-out of a stream, by the AWS SDK. Subscriptions have a client of their own, which speaks HTTP/2; nothing else goes
 * that way.
 */
export class SdkFanOut implements FanOutPort {
  readonly #name: string;
  readonly #clock: Clock;
  readonly #stream: Pick<StreamPort, 'describe'>;
  readonly #client: KinesisClient;
  readonly #pushed: KinesisClient;
  readonly #closing = new AbortController();
  #consumerArn: string | undefined;

  /** @param client for what is asked and answered; it stays its owner's */
  constructor(
    { consumerName, clock, ...options }: SdkFanOutOptions,
    stream: Pick<StreamPort, 'describe'>,
    client: KinesisClient,
  ) {
    this.#name = consumerName;
    this.#clock = clock;
    this.#stream = stream;
    this.#client = client;
    this.#pushed = createPushedClient(options);
  }

  async ready(): Promise<void> {
    const { arn } = await this.#stream.describe();
    while (!(await this.#isActive(arn))) await sleep(this.#clock, POLL_MS, this.#closing.signal);
  }

  async *subscribe(shardId: string, from: Position, signal: AbortSignal): AsyncGenerator<Told, undefined> {
    const command = new SubscribeToShardCommand({
      ConsumerARN: this.#consumerArn,
      ShardId: shardId,
      StartingPosition: positionOf(from),
    });
    try {
      const { EventStream } = await this.#pushed.send(command, { abortSignal: signal });
      for await (const { SubscribeToShardEvent: event } of given(EventStream, 'EventStream'))
        if (event !== undefined) yield asTold(event);
    } catch (thrown) {
      throw asStreamError('SubscribeToShard', thrown);
    }
    return undefined;
  }

  /** Ends its connections. The consumer stays registered: whoever comes next goes on with it. */
  close(): void {
    this.#closing.abort(new StreamError('unavailable', 'the door is closed'));
    this.#pushed.destroy();
  }

  /** Makes the consumer where there is none. */
  async #isActive(streamArn: string): Promise<boolean> {
    const id = { StreamARN: streamArn, ConsumerName: this.#name };
    const { ConsumerDescription: found } = await naming('DescribeStreamConsumer', () =>
      orElse(ResourceNotFoundException, () => this.#client.send(new DescribeStreamConsumerCommand(id))),
    );
    this.#consumerArn = found?.ConsumerARN;
    if (found !== undefined) return found.ConsumerStatus === 'ACTIVE';
    // Another worker may make it meanwhile; either way it is looked for again.
    await naming('RegisterStreamConsumer', () =>
      orElse(ResourceInUseException, () => this.#client.send(new RegisterStreamConsumerCommand(id))),
    );
    return false;
  }
}

/** What is answered; nothing, where that is the service's answer. */
async function orElse<T extends object>(nothing: new (...args: never[]) => Error, ask: () => Promise<T>): Promise<Partial<T>> {
  try {
    return await ask();
  } catch (thrown) {
    if (thrown instanceof nothing) return {};
    throw thrown;
  }
}

function positionOf(from: Position): KinesisPosition {
  return {
    Type: from.kind,
    ...('sequenceNumber' in from && { SequenceNumber: from.sequenceNumber }),
    ...('wallMs' in from && { Timestamp: new Date(from.wallMs) }),
  };
}

/** There is either a place to go on from, or children, of a shard that has ended (KCL takes anything else for a fault, too). */
function asTold({ Records, ContinuationSequenceNumber, MillisBehindLatest, ChildShards = [] }: SubscribeToShardEvent): Told {
  const hasEnded = ChildShards.length > 0;
  if (hasEnded !== (ContinuationSequenceNumber === undefined))
    throw new Error('Expected either ContinuationSequenceNumber or ChildShards in the event');
  return {
    records: (Records ?? []).map(asRecord),
    continuation: ContinuationSequenceNumber,
    millisBehindLatest: MillisBehindLatest,
  };
}
