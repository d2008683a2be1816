import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestGateway } from '../support/gateway.ts';
import { readBody, serveHttp } from '../support/local-server.ts';
import { checked, placedHere } from './configs.ts';
import { textOf } from './files.ts';

const FILE = 'deploy/kubernetes/examples/sidecar/tidegate.yaml';

test('the sidecar example batches what comes through its Service, in front of a model of its contract', async (context) => {
  const calls: number[] = [];
  const url = await serveHttp(context, async (request, response) => {
    assert.equal(request.url, '/invocations');
    const { inputs } = JSON.parse((await readBody(request)).toString()) as { inputs: string | string[] };
    const texts = [inputs].flat();
    calls.push(texts.length);
    await new Promise((resolve) => setTimeout(resolve, 20));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(texts.map((text) => ({ label: text, score: 0.5 }))));
  });
  const placed = await placedHere(checked(FILE, textOf(FILE).replace('http://127.0.0.1:8080', url)));
  const gateway = await startTestGateway(placed);
  try {
    const asked = Array.from({ length: 40 }, async (_, index) => {
      const body = JSON.stringify({ inputs: `text ${index}` });
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${gateway.url}/invocations`, { method: 'POST', headers, body });
      assert.deepEqual(await response.json(), [{ label: `text ${index}`, score: 0.5 }]);
    });
    await Promise.all(asked);
    assert.equal(
      calls.reduce((sum, items) => sum + items),
      40,
    );
    assert.ok(calls.length < 20, `${calls.length} calls for 40 requests`);
  } finally {
    await gateway.stop();
  }
});
