import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  InvokeEndpointCommand,
  ModelError,
  SageMakerRuntimeClient,
  ServiceUnavailable,
  ValidationError,
} from '@aws-sdk/client-sagemaker-runtime';
import type { Gateway } from '../../src/gateway/index.ts';
import { startTestGateway } from '../support/gateway.ts';

/** An unmodified client that finds the gateway by the environment variable alone. */
let client: SageMakerRuntimeClient;
let gateway: Gateway;
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };

before(async () => {
  gateway = await startTestGateway({
    endpoints: {
      model: { default: true, upstream: { type: 'simulated', baseMs: 5, perItemMs: 0.5, concurrency: 1, refuse: 'poison' } },
      tiny: {
        upstream: { type: 'simulated', baseMs: 300, perItemMs: 0, concurrency: 1 },
        batching: { maxInFlight: 1, maxBatchSize: 1 },
        queue: { maxQueueSize: 1 },
      },
    },
  });
  Object.assign(process.env, CREDENTIALS, { AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: gateway.url });
  client = new SageMakerRuntimeClient({ maxAttempts: 1 });
});

after(async () => {
  client.destroy();
  await gateway.stop();
});

function invoke(EndpointName: string, instance: unknown, more: Partial<InvokeEndpointCommand['input']> = {}) {
  const Body = JSON.stringify({ instances: [instance] });
  return client.send(new InvokeEndpointCommand({ EndpointName, Body, ContentType: 'application/json', ...more }));
}

test('InvokeEndpoint answers, with content type and request id', async () => {
  const reply = await invoke('model', 'hello');
  assert.equal(Buffer.from(reply.Body).toString(), '{"predictions":["hello"]}');
  assert.equal(reply.ContentType, 'application/json');
  assert.match(reply.$metadata.requestId ?? '', /^[0-9a-f-]{36}$/);
});

test('64 concurrent calls become few batches, each caller with its own answer', async () => {
  const replies = await Promise.all(Array.from({ length: 64 }, (_, index) => invoke('model', index)));
  replies.forEach((reply, index) => assert.equal(Buffer.from(reply.Body).toString(), `{"predictions":[${index}]}`));
});

test('what the model refuses is a ModelError with the original status and message', async () => {
  await assert.rejects(invoke('model', 'poison'), (error) => {
    assert.ok(error instanceof ModelError);
    assert.equal(error.$metadata.httpStatusCode, 424);
    assert.equal(error.OriginalStatusCode, 400);
    assert.match(error.OriginalMessage ?? '', /error/);
    assert.match(error.message, /Received client error \(400\)/);
    return true;
  });
});

test('one refused item costs its caller a ModelError and nobody else anything', async () => {
  const settled = await Promise.allSettled(
    Array.from({ length: 16 }, (_, index) => invoke('model', index === 7 ? 'poison' : index)),
  );
  settled.forEach((one, index) => {
    if (index === 7) assert.ok(one.status === 'rejected' && one.reason instanceof ModelError);
    else assert.ok(one.status === 'fulfilled' && Buffer.from(one.value.Body).toString() === `{"predictions":[${index}]}`);
  });
});

test('an unknown endpoint, and a body that is not JSON, are ValidationErrors', async () => {
  await assert.rejects(
    invoke('nobody', 1),
    (error) => error instanceof ValidationError && error.$metadata.httpStatusCode === 400,
  );
  await assert.rejects(invoke('model', 1, { Body: '{"instances":[1,' }), ValidationError);
});

test('a full queue is a ServiceUnavailable, and those inside are answered', async () => {
  const settled = await Promise.allSettled(Array.from({ length: 8 }, (_, index) => invoke('tiny', index)));
  const refused = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  assert.ok(refused.length >= 5 && refused.length <= 6, `${refused.length} refused`);
  for (const error of refused) assert.ok(error instanceof ServiceUnavailable && error.$metadata.httpStatusCode === 503);
});
