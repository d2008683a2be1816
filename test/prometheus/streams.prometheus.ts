import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { startProcess } from '../faults/gateway-process.ts';
import { createStream, startDynalite, startKinesalite, TEST_CREDENTIALS, testClient } from '../support/kinesis/emulators.ts';
import { FaultProxy } from '../support/kinesis/fault-proxy.ts';
import { serveHttp } from '../support/local-server.ts';
import { startAged } from './world/aged-stream.ts';
import { Prometheus } from './world/prometheus.ts';
import { assertFires } from './world/watch.ts';

const HOUR_MS = 3_600_000;
const INPUTS = ['well', 'late', 'stuck', 'dying', 'full', 'lost'] as const;

test('each fault of a stream fires its alerts, for that stream and no other', { timeout: 240_000 }, async (context) => {
  const { kinesis, dynamo, client } = await emulators(context);
  const aged = await startAged(context, kinesis.url, 13 * HOUR_MS);
  kinesis.inject({ operations: ['PutRecords'], names: ['full-results'], how: '503' });
  const rejecting = await serveHttp(context, (_, response) => response.writeHead(403).end());
  const stream = (name: (typeof INPUTS)[number], endpoint: string, source: object = {}) => ({
    source: { type: 'kinesis', streamName: name, idleMs: 200, checkpointMs: 300, ...source } as const,
    endpoint,
    sink: { type: 'kinesis', streamName: name === 'full' ? 'full-results' : 'results' } as const,
    onFailure: { type: 'kinesis', streamName: 'dead' } as const,
  });
  const simulated = (options: object) => ({ upstream: { type: 'simulated', ...options } as const, codec: 'kserve-v1' });
  const config = {
    endpoints: {
      model: { ...simulated({ refuse: 'poison' }), default: true },
      slow: simulated({ baseMs: 50_000 }),
      rejecting: { upstream: { type: 'http', url: rejecting } as const, codec: 'kserve-v1' },
    },
    streams: {
      well: stream('well', 'model'),
      late: stream('late', 'slow', { endpointUrl: aged }),
      stuck: stream('stuck', 'rejecting'),
      dying: stream('dying', 'model'),
      full: stream('full', 'model'),
      lost: stream('lost', 'model', { failoverMs: 1000 }),
    },
  };
  const environment = {
    ...TEST_CREDENTIALS,
    AWS_ENDPOINT_URL_KINESIS: kinesis.url,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
  };
  const gateway = await startProcess(context, config, { environment });
  const prometheus = await Prometheus.start(context, [gateway.url]);
  dynamo.inject({ names: ['tidegate-lost'], how: '503' });
  produce(context, client);

  await assertFires(
    prometheus,
    [
      'TidegateStreamLagNearRetention late',
      'TidegateStreamBehind late',
      'TidegateCheckpointStuck late shardId-000000000000',
      'TidegateStreamPaused stuck',
      'TidegateDeadLetters dying',
      'TidegateSinkFailing full sink=results',
      'TidegateStreamFaults lost of=leases fault=unavailable',
      'TidegateStreamUnread lost',
    ],
    [
      // What waits for a model that is down, or for a sink, is late, too.
      ...['stuck', 'full'].flatMap((name) => [
        `TidegateStreamBehind ${name}`,
        `TidegateCheckpointStuck ${name} shardId-000000000000`,
      ]),
      'TidegateBreakerOpen rejecting',
      // Who waits for a model until his time in the queue is over is not answered by his deadline.
      ...['rejecting', 'slow'].flatMap((name) => [`TidegateDeadlineBurnFast ${name}`, `TidegateDeadlineBurnSlow ${name}`]),
      'TidegateIsolating model',
    ],
  );
});

async function emulators(context: TestContext) {
  const [kinesalite, dynalite] = await Promise.all([startKinesalite(), startDynalite()]);
  const [kinesis, dynamo] = await Promise.all([FaultProxy.start(kinesalite.url), FaultProxy.start(dynalite.url)]);
  const client = testClient(kinesalite.url);
  context.after(async () => {
    client.destroy();
    await Promise.all([kinesis.close(), dynamo.close()]);
    await Promise.all([kinesalite.close(), dynalite.close()]);
  });
  for (const name of [...INPUTS, 'results', 'full-results', 'dead']) await createStream(client, name);
  return { kinesis, dynamo, client };
}

/** A few records a second into each stream; of `dying`, three of ten are poison. */
function produce(context: TestContext, client: KinesisClient): void {
  let stopped = false;
  context.after(() => (stopped = true));
  const recordOf = (name: string, number: number) => {
    const instance = name === 'dying' && number % 10 < 3 ? 'poison' : number;
    return { PartitionKey: String(number), Data: Buffer.from(JSON.stringify({ instances: [instance] })) };
  };
  const producing = async (): Promise<void> => {
    for (let from = 0; !stopped; from += 10) {
      for (const StreamName of INPUTS) {
        const Records = Array.from({ length: 10 }, (_, index) => recordOf(StreamName, from + index));
        await client.send(new PutRecordsCommand({ StreamName, Records }));
      }
      await pause(500);
    }
  };
  producing().catch((thrown: unknown) => {
    if (!stopped) throw thrown;
  });
}
