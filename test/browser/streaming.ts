import type { TestContext } from 'node:test';
import type { UserConfig } from '../../src/config/index.ts';
import { Account } from '../support/demo-stream/account.ts';
import { produce } from '../support/demo-stream/producer.ts';
import { DEAD_LETTERS, INPUT, RESULTS } from '../support/demo-stream/streams.ts';
import { createStream, startDynalite, startKinesalite, TEST_CREDENTIALS, testClient } from '../support/kinesis/emulators.ts';
import { startGateway } from './gateway.ts';

/** The built gateway with the streams of the demo, on emulators. What ends first is registered first: what is registered later is what it needs. */
export async function startStreaming(
  t: TestContext,
  config: UserConfig,
): Promise<{ readonly url: string; readonly produce: () => void }> {
  const stop = new AbortController();
  let produced: Promise<void> | undefined;
  t.after(async () => {
    stop.abort();
    await produced;
  });
  const [kinesis, dynamo] = await Promise.all([startKinesalite(), startDynalite()]);
  Object.assign(process.env, TEST_CREDENTIALS, { AWS_ENDPOINT_URL_KINESIS: kinesis.url, AWS_ENDPOINT_URL_DYNAMODB: dynamo.url });
  const client = testClient(kinesis.url);
  await Promise.all([createStream(client, INPUT, 2), createStream(client, RESULTS), createStream(client, DEAD_LETTERS)]);
  const url = await startGateway(t, { ...config, server: { shutdownGraceMs: 200 } });
  t.after(async () => {
    client.destroy();
    await Promise.all([kinesis.close(), dynamo.close()]);
  });
  return {
    url,
    produce: () => {
      produced = produce(client, new Account(), stop.signal);
    },
  };
}
