import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { startProcess } from '../faults/gateway-process.ts';
import { createStream, startDynalite, startKinesalite, TEST_CREDENTIALS, testClient } from '../support/kinesis/emulators.ts';
import { queriesOf, readDashboard } from './world/dashboard.ts';
import { Prometheus } from './world/prometheus.ts';
import { alertsOf, readRules, recordsOf } from './world/rules.ts';
import { ask } from './world/traffic.ts';

/** Queries of the dashboard that have nothing to show where nothing goes wrong, nobody leaves and nothing is refused. */
const NOTHING_TO_SHOW = [
  'Alerts that fire: {{alertname}}',
  'Refused, by why: {{reason}}',
  'Calls sent again: {{reason}}',
  'Calls sent again: not sent again: {{reason}}',
  'Callers that left: {{stage}}',
  'Turned away at the door: credentials: {{reason}}',
  'Turned away at the door: connections: {{reason}}',
  'Turned away at the door: too slow: {{stage}}',
  'Calls that fail: {{of}}: {{fault}}',
  'Calls that fail: records of {{sink}} written again',
  'Certificates: {{server}} {{instance}}',
];

/** Half an hour of production, and more: longer than any `for`. */
const SECONDS = 35;

test('a gateway that is well fires nothing under load, while every rule is evaluated and has something to say', {
  timeout: 120_000,
}, async (context) => {
  const [kinesis, dynamo] = await Promise.all([startKinesalite(), startDynalite()]);
  const client = testClient(kinesis.url);
  context.after(async () => {
    client.destroy();
    await Promise.all([kinesis.close(), dynamo.close()]);
  });
  for (const name of ['tickets', 'results', 'dead']) await createStream(client, name);
  const gateway = await startProcess(
    context,
    {
      endpoints: {
        quick: {
          upstream: { type: 'simulated', baseMs: 20, perItemMs: 1, refuse: 'poison' },
          codec: 'kserve-v1',
          default: true,
          batching: { latencySloMs: 2000 },
        },
        slow: {
          upstream: { type: 'simulated', baseMs: 300, jitter: 0.2 },
          codec: 'kserve-v1',
          batching: { latencySloMs: 10_000 },
        },
      },
      streams: {
        tickets: {
          source: { type: 'kinesis', streamName: 'tickets', idleMs: 200, checkpointMs: 1000 },
          endpoint: 'quick',
          sink: { type: 'kinesis', streamName: 'results' },
          onFailure: { type: 'kinesis', streamName: 'dead' },
        },
      },
    },
    {
      environment: { ...TEST_CREDENTIALS, AWS_ENDPOINT_URL_KINESIS: kinesis.url, AWS_ENDPOINT_URL_DYNAMODB: dynamo.url },
    },
  );
  const prometheus = await Prometheus.start(context, [gateway.url]);
  ask(context, gateway.url, { endpoint: 'quick', clients: 32, restMs: 20 });
  ask(context, gateway.url, { endpoint: 'slow', clients: 8, restMs: 20 });
  for (let second = 0; second < SECONDS; second += 1) {
    // One of a hundred is poison: that is the life of a gateway that is well.
    const Records = Array.from({ length: 10 }, (_, index) => ({
      PartitionKey: String(index),
      Data: Buffer.from(JSON.stringify({ instances: [second % 10 === 0 && index === 0 ? 'poison' : index] })),
    }));
    await client.send(new PutRecordsCommand({ StreamName: 'tickets', Records }));
    await pause(1000);
  }

  assert.deepEqual(await prometheus.fired(), []);
  const rules = await prometheus.rules();
  const { alerts, records } = { alerts: alertsOf(readRules()), records: recordsOf(readRules()) };
  assert.deepEqual(
    rules.map(({ name, health }) => `${name} ${health}`).toSorted(),
    [...alerts.map(({ alert }) => `${alert} ok`), ...records.map(({ record }) => `${record} ok`)].toSorted(),
  );
  for (const { record } of records) {
    const values = (await prometheus.query(record)).map(({ value }) => value);
    assert.ok(values.length > 0 && values.every(Number.isFinite), `${record}: ${values.join(', ')}`);
  }
  assert.deepEqual(await withoutData(prometheus), NOTHING_TO_SHOW);
});

/** Queries of the dashboard that show nothing. @throws {Error} for one that Prometheus does not understand */
async function withoutData(prometheus: Prometheus): Promise<readonly string[]> {
  const empty: string[] = [];
  for (const [title, { expr, legendFormat }] of queriesOf(readDashboard())) {
    const query = expr.replaceAll('$__rate_interval', '5s').replaceAll(/\$\w+/g, '.*');
    if ((await prometheus.query(query)).length === 0) empty.push(`${title}: ${legendFormat}`);
  }
  return empty;
}
