import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { KinesisClient, ListShardsCommand } from '@aws-sdk/client-kinesis';
import { awsClientConfig } from '../../src/kernel/aws-client.ts';
import { serveHttp } from '../support/local-server.ts';

const HOUR_MS = 3_600_000;

/** A client, and the times by which its calls were signed; each is answered with this error, from a service whose clock is so far ahead. */
async function clientOf(context: TestContext, error: string, aheadMs: number, times = Number.POSITIVE_INFINITY) {
  const signedAt: string[] = [];
  const endpointUrl = await serveHttp(context, (request, response) => {
    signedAt.push(String(request.headers['x-amz-date']));
    const isRefused = signedAt.length <= times;
    const headers = { 'content-type': 'application/x-amz-json-1.1', date: new Date(Date.now() + aheadMs).toUTCString() };
    response
      .writeHead(isRefused ? 400 : 200, headers)
      .end(JSON.stringify(isRefused ? { __type: error, message: 'no' } : { Shards: [] }));
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new KinesisClient({ ...awsClientConfig({ region: 'us-east-1', endpointUrl }), credentials });
  context.after(() => client.destroy());
  return { signedAt, ask: () => client.send(new ListShardsCommand({ StreamName: 'input' })) };
}

for (const aheadMs of [HOUR_MS, -HOUR_MS])
  test(`a call that a clock signed that is off by ${-aheadMs} ms is made once more, by the service's time`, async (context) => {
    const { signedAt, ask } = await clientOf(context, 'InvalidSignatureException', aheadMs, 1);
    await ask();
    const [wrong = '', right = ''] = signedAt;
    assert.equal(signedAt.length, 2);
    assert.equal(right > wrong, aheadMs > 0);
    await ask();
    assert.equal(signedAt.length, 3, 'and not again once that is known');
  });

test('a call whose key is wrong is made twice at most, by a wrong clock', async (context) => {
  const { signedAt, ask } = await clientOf(context, 'InvalidSignatureException', HOUR_MS);
  await assert.rejects(ask(), { name: 'InvalidSignatureException' });
  assert.equal(signedAt.length, 2);
});

for (const [error, aheadMs] of [
  ['InvalidSignatureException', 0],
  ['ProvisionedThroughputExceededException', HOUR_MS],
  ['InternalFailure', HOUR_MS],
] as const)
  test(`${error} with a clock that is off by ${-aheadMs} ms: one call`, async (context) => {
    const { signedAt, ask } = await clientOf(context, error, aheadMs);
    await assert.rejects(ask());
    assert.equal(signedAt.length, 1);
  });
