import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type KinesisClient, ListShardsCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import type { UserConfig } from '../../../src/config/index.ts';
import { recordsOf, type StoredRecord } from '../../support/kinesis/contents.ts';
import {
  createStream,
  startDynalite,
  startKinesalite,
  startKinesisLocal,
  TEST_CREDENTIALS,
  testClient,
} from '../../support/kinesis/emulators.ts';
import { FanOutServer } from '../../support/kinesis/fan-out/fan-out-server.ts';
import { FaultProxy } from '../../support/kinesis/fault-proxy.ts';
import { type GatewayProcess, type ProcessOptions, startProcess } from '../gateway-process.ts';
import { type Account, accountOf, type OutputRecord, type StoredCheckpoint } from './account.ts';
import { EchoModel } from './echo-model.ts';
import { checkpointsOf, type Row, rowsOf } from './lease-rows.ts';

type StreamConfig = NonNullable<UserConfig['streams']>[string];

export interface StageOptions {
  readonly shards?: number;
  readonly ordering?: StreamConfig['ordering'];
  readonly result?: StreamConfig['result'];
  readonly source?: Partial<StreamConfig['source']>;
  /** What plays Kinesis: kinesis-local tells the children of a shard that has ended, kinesalite is faster. @default kinesalite */
  readonly emulator?: 'kinesalite' | 'kinesis-local';
  /** Whether records are pushed. @default false */
  readonly fansOut?: boolean;
}

export const LEASE_TABLE = 'tidegate-input';

export const CHECKPOINT_MS = 300;

const KEYS = 10;
const WITHIN_MS = 120_000;

/** Emulated services behind proxies, a model, three streams; and the gateway as a process, again and again. All of it ends with the test. */
export class Stage {
  readonly model: EchoModel;
  /** Everything that the gateway asks of Kinesis, and of DynamoDB, passes here. */
  readonly kinesis: FaultProxy;
  readonly dynamo: FaultProxy;
  /** Before `kinesis`, where records are pushed. */
  readonly fanOut: FanOutServer | undefined;
  /** Straight to the emulator. */
  readonly operator: KinesisClient;
  readonly #table: DynamoDBClient;
  readonly #context: TestContext;
  readonly #options: StageOptions;

  private constructor(
    context: TestContext,
    options: StageOptions,
    parts: {
      readonly model: EchoModel;
      readonly kinesis: FaultProxy;
      readonly dynamo: FaultProxy;
      readonly fanOut: FanOutServer | undefined;
      readonly operator: KinesisClient;
      readonly table: DynamoDBClient;
    },
  ) {
    this.#context = context;
    this.#options = options;
    this.model = parts.model;
    this.kinesis = parts.kinesis;
    this.dynamo = parts.dynamo;
    this.fanOut = parts.fanOut;
    this.operator = parts.operator;
    this.#table = parts.table;
  }

  static async open(context: TestContext, options: StageOptions = {}): Promise<Stage> {
    const starting = options.emulator === 'kinesis-local' ? startKinesisLocal() : startKinesalite();
    const [kinesis, dynamo, model] = await Promise.all([starting, startDynalite(), EchoModel.start()]);
    const [kinesisProxy, dynamoProxy] = await Promise.all([FaultProxy.start(kinesis.url), FaultProxy.start(dynamo.url)]);
    const fanOut = options.fansOut === true ? await FanOutServer.start(kinesisProxy.url) : undefined;
    const operator = testClient(kinesis.url);
    const table = new DynamoDBClient({ endpoint: dynamo.url, region: 'us-east-1' });
    context.after(async () => {
      operator.destroy();
      table.destroy();
      await fanOut?.close();
      await Promise.all([kinesisProxy.close(), dynamoProxy.close()]);
      await Promise.all([kinesis.close(), dynamo.close(), model.close()]);
    });
    await createStream(operator, 'input', options.shards ?? 2);
    await Promise.all(['output', 'dead'].map((name) => createStream(operator, name)));
    return new Stage(context, options, { model, kinesis: kinesisProxy, dynamo: dynamoProxy, fanOut, operator, table });
  }

  /** Another process on the same streams and the same lease table. */
  gateway({ environment, preload }: ProcessOptions = {}): Promise<GatewayProcess> {
    const { ordering, result, source } = this.#options;
    const config: UserConfig = {
      endpoints: { model: { upstream: { type: 'http', url: this.model.url }, codec: 'kserve-v1' } },
      streams: {
        input: {
          source: {
            type: 'kinesis',
            streamName: 'input',
            failoverMs: 10_000,
            checkpointMs: CHECKPOINT_MS,
            idleMs: 200,
            ...(this.fanOut !== undefined && { consumer: 'enhanced-fan-out', endpointUrl: this.fanOut.url }),
            ...source,
          },
          endpoint: 'model',
          sink: { type: 'kinesis', streamName: 'output' },
          onFailure: { type: 'kinesis', streamName: 'dead' },
          ...(ordering !== undefined && { ordering }),
          ...(result !== undefined && { result }),
        },
      },
    };
    return startProcess(this.#context, config, {
      preload,
      environment: {
        ...TEST_CREDENTIALS,
        AWS_ENDPOINT_URL_KINESIS: this.kinesis.url,
        AWS_ENDPOINT_URL_DYNAMODB: this.dynamo.url,
        ...environment,
      },
    });
  }

  /** Records that are numbered, and of one key in the order of their numbers. */
  async put(from: number, to: number): Promise<void> {
    const numbers = Array.from({ length: to - from }, (_, index) => from + index);
    await this.putBodies(numbers.map((number) => ({ key: `key ${number % KEYS}`, body: `{"instances":[${number}]}` })));
  }

  async putBodies(records: readonly { readonly key: string; readonly body: string }[]): Promise<void> {
    for (let at = 0; at < records.length; at += 100) {
      const Records = records.slice(at, at + 100).map(({ key, body }) => ({ PartitionKey: key, Data: Buffer.from(body) }));
      await this.operator.send(new PutRecordsCommand({ StreamName: 'input', Records }));
    }
  }

  async openShards(): Promise<readonly string[]> {
    const { Shards = [] } = await this.operator.send(new ListShardsCommand({ StreamName: 'input' }));
    const open = Shards.filter(({ SequenceNumberRange }) => SequenceNumberRange?.EndingSequenceNumber === undefined);
    return open
      .toSorted((a, b) => (BigInt(a.HashKeyRange?.StartingHashKey ?? 0) < BigInt(b.HashKeyRange?.StartingHashKey ?? 0) ? -1 : 1))
      .map(({ ShardId = '' }) => ShardId);
  }

  results(): Promise<readonly OutputRecord[]> {
    return outputsOf(recordsOf(this.operator, 'output'));
  }

  deadLetters(): Promise<readonly OutputRecord[]> {
    return outputsOf(recordsOf(this.operator, 'dead'));
  }

  async checkpoints(): Promise<readonly StoredCheckpoint[]> {
    return checkpointsOf(await this.rows());
  }

  /** @param byOthers what other workers on the same table say that they have done; asked for after the checkpoints are read */
  async account(byOthers: () => readonly OutputRecord[] = () => []): Promise<Account> {
    const checkpoints = await this.checkpoints();
    const [results, deadLetters] = [await this.results(), await this.deadLetters()];
    return accountOf(await recordsOf(this.operator, 'input'), checkpoints, [...results, ...byOthers()], deadLetters);
  }

  /** A lease table, row by row, as it stands. */
  rows(table = LEASE_TABLE): Promise<readonly Row[]> {
    return rowsOf(this.#table, table);
  }

  /** Resolves when every record that was put has a result or a dead letter. */
  async allDone(gateway: GatewayProcess): Promise<void> {
    // The account reads all of three streams, which the emulators take their time for.
    const isDone = async (): Promise<boolean> => {
      await pause(400);
      return (await this.account()).lost === 0;
    };
    await until('every record has an end', isDone, gateway);
  }
}

async function outputsOf(reading: Promise<readonly StoredRecord[]>): Promise<readonly OutputRecord[]> {
  return (await reading).map(({ data }) => JSON.parse(data) as OutputRecord);
}

export async function until(what: string, holds: () => Promise<boolean> | boolean, gateway?: GatewayProcess): Promise<void> {
  const end = performance.now() + WITHIN_MS;
  while (performance.now() < end) {
    if (await holds()) return;
    await pause(100);
  }
  assert.fail(`never: ${what}; ${JSON.stringify(gateway?.log.slice(-10))}`);
}
