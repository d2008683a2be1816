import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Agent, fetch } from 'undici';
import { metric, metricSum, startTestGateway } from '../support/gateway.ts';
import { closedPort, readBody, serveHttp } from '../support/local-server.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

async function post(url: string, body: string, dispatcher: Agent, headers: Record<string, string> = JSON_TYPE) {
  const reply = await fetch(url, { method: 'POST', body, headers, dispatcher });
  return { status: reply.status, headers: reply.headers, text: await reply.text() };
}

test('64 concurrent single requests to the simulated endpoint become at most 4 calls', async (context) => {
  const gateway = await startTestGateway({ endpoints: { fake: { upstream: { type: 'simulated', baseMs: 200, perItemMs: 1 } } } });
  const agent = new Agent();
  context.after(async () => {
    await agent.close();
    await gateway.stop();
  });
  await Promise.all(
    Array.from({ length: 64 }, async (_, index) => {
      const reply = await post(`${gateway.url}/invocations`, `{"instances":[${index}]}`, agent);
      assert.deepEqual([reply.status, reply.text], [200, `{"predictions":[${index}]}`]);
      assert.match(
        reply.headers.get('server-timing') ?? '',
        /^queue;dur=[\d.]+, upstream;dur=[\d.]+, batch;desc="size=\d+ reason=\w+"$/,
      );
    }),
  );
  const calls = await metricSum(gateway, 'tidegate_batches_total');
  assert.ok(calls <= 4, `${calls} calls`);
  assert.equal(await metric(gateway, 'tidegate_batch_size_sum{endpoint="fake"}'), 64);
});

test('10 000 random requests over 3 endpoints and 5 keys: none crossed, none lost, each its own answer', async (context) => {
  let mixed = 0;
  // Doubles as the witness: it sees whether instances of different callers' keys ever share a call.
  const model = await serveHttp(context, async (request, response) => {
    const { instances, k } = JSON.parse((await readBody(request)).toString()) as { instances: { k: number }[]; k: number };
    if (instances.some((instance) => instance.k !== k)) mixed += 1;
    await pause(2);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ predictions: instances.map((instance) => ({ ...instance, seen: request.url })) }));
  });
  const endpoint = (path: string) => ({
    upstream: { type: 'http' as const, url: `${model}${path}` },
    codec: { name: 'kserve-v1' },
  });
  const gateway = await startTestGateway({
    endpoints: { a: { default: true, ...endpoint('/a') }, b: endpoint('/b'), c: endpoint('/c') },
  });
  const agent = new Agent({ connections: 64 });
  context.after(async () => {
    await agent.close();
    await gateway.stop();
  });
  let random = 7;
  const draw = (below: number): number => {
    random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
    return (random >>> 8) % below;
  };
  let sent = 0;
  const one = async (): Promise<void> => {
    const id = sent;
    sent += 1;
    const name = 'abc'[draw(3)];
    const k = draw(5);
    const instances = Array.from({ length: 1 + draw(3) }, (_, item) => ({ k, id, item }));
    const reply = await post(`${gateway.url}/endpoints/${name}/invocations`, JSON.stringify({ instances, k }), agent);
    const expected = JSON.stringify({ predictions: instances.map((instance) => ({ ...instance, seen: `/${name}` })) });
    assert.deepEqual([reply.status, reply.text], [200, expected]);
  };
  const client = async (): Promise<void> => {
    while (sent < 10_000) await one();
  };
  await Promise.all(Array.from({ length: 64 }, client));
  assert.equal(mixed, 0);
  const calls = await metricSum(gateway, 'tidegate_batches_total');
  assert.ok(calls < 5000, `${calls} calls for 10 000 requests`);
  assert.equal(await metricSum(gateway, 'tidegate_requests_total'), 10_000);
});

test('a client that disconnects while queued is not sent upstream', async (context) => {
  const seen: unknown[] = [];
  const model = await serveHttp(context, async (request, response) => {
    const { instances } = JSON.parse((await readBody(request)).toString()) as { instances: unknown[] };
    seen.push(...instances);
    await pause(150);
    response.end(JSON.stringify({ predictions: instances }));
  });
  const gateway = await startTestGateway({
    endpoints: { m: { upstream: { type: 'http', url: model }, codec: { name: 'kserve-v1' } } },
  });
  const agent = new Agent();
  context.after(async () => {
    await agent.close();
    await gateway.stop();
  });
  const first = post(`${gateway.url}/invocations`, '{"instances":["first"]}', agent);
  await until(() => seen.length === 1);
  const leave = new AbortController();
  const url = `${gateway.url}/invocations`;
  const gone = fetch(url, {
    method: 'POST',
    body: '{"instances":["gone"]}',
    headers: JSON_TYPE,
    signal: leave.signal,
    dispatcher: agent,
  });
  const stays = post(url, '{"instances":["stays"]}', agent);
  await until(async () => (await metric(gateway, 'tidegate_queue_depth{endpoint="m"}')) === 2);
  leave.abort();
  await assert.rejects(gone);
  assert.equal((await first).status, 200);
  assert.equal((await stays).text, '{"predictions":["stays"]}');
  assert.deepEqual(seen, ['first', 'stays']);
  assert.equal(await metric(gateway, 'tidegate_cancelled_total{endpoint="m",stage="queued"}'), 1);
  assert.equal(await metric(gateway, 'tidegate_requests_total{door="http",endpoint="m",code="499"}'), 1);
});

test('a reply of the wrong length is never handed out: its items are sent singly and the mismatch is counted', async (context) => {
  const sizes: number[] = [];
  const model = await serveHttp(context, async (request, response) => {
    const { instances } = JSON.parse((await readBody(request)).toString()) as { instances: unknown[] };
    sizes.push(instances.length);
    await pause(20);
    response.end(JSON.stringify({ predictions: instances.slice(0, 1) }));
  });
  const gateway = await startTestGateway({
    endpoints: { m: { upstream: { type: 'http', url: model }, codec: { name: 'kserve-v1' } } },
  });
  const agent = new Agent();
  context.after(async () => {
    await agent.close();
    await gateway.stop();
  });
  const replies = await Promise.all(
    Array.from({ length: 6 }, (_, index) => post(`${gateway.url}/invocations`, `{"instances":[${index}]}`, agent)),
  );
  assert.deepEqual(
    replies.map((reply) => reply.text),
    [0, 1, 2, 3, 4, 5].map((index) => `{"predictions":[${index}]}`),
  );
  const mismatches = await metric(gateway, 'tidegate_codec_mismatch_total{endpoint="m"}');
  assert.equal(mismatches, sizes.filter((size) => size > 1).length);
  assert.ok(mismatches >= 1);
});

test('a lone request reaches the model byte for byte, and its reply the caller', async (context) => {
  const body = '{ "b":1.0, "instances" : [ {"x":-0.0,"n":12345678901234567890,"s":"\\u00e9","v":NaN} ],"a":1e-05 }';
  let seen = '';
  const answer = '{"predictions": [1.0 , NaN ],"version":"1" }\n';
  const model = await serveHttp(context, async (request, response) => {
    seen = (await readBody(request)).toString();
    response.setHeader('content-type', 'application/json; odd=1');
    response.statusCode = 201;
    response.end(answer);
  });
  const gateway = await startTestGateway({
    endpoints: { m: { upstream: { type: 'http', url: model }, codec: { name: 'kserve-v1' } } },
  });
  const agent = new Agent();
  context.after(async () => {
    await agent.close();
    await gateway.stop();
  });
  const reply = await post(`${gateway.url}/invocations`, body, agent);
  assert.equal(seen, body);
  assert.deepEqual([reply.status, reply.text, reply.headers.get('content-type')], [201, answer, 'application/json; odd=1']);
});

test('compressed bodies pass both ways as they are, and say so', async (context) => {
  const packed = gzipSync('{"predictions":["packed"]}');
  const seen: unknown[] = [];
  const model = await serveHttp(context, async (request, response) => {
    seen.push(request.headers['content-encoding'], gunzipSync(await readBody(request)).toString());
    response.setHeader('content-type', 'application/json');
    response.setHeader('content-encoding', 'gzip');
    response.end(packed);
  });
  const gateway = await startTestGateway({
    endpoints: { m: { upstream: { type: 'http', url: model }, codec: { name: 'kserve-v1' } } },
  });
  context.after(() => gateway.stop());
  const headers = { ...JSON_TYPE, 'content-encoding': 'gzip' };
  const reply = await fetch(`${gateway.url}/invocations`, { method: 'POST', headers, body: gzipSync('{"instances":[1]}') });
  assert.deepEqual([reply.status, reply.headers.get('content-encoding')], [200, 'gzip']);
  // fetch unpacks what the header says is packed.
  assert.equal(await reply.text(), '{"predictions":["packed"]}');
  assert.deepEqual(seen, ['gzip', '{"instances":[1]}']);
});

test('an upstream that leads back to the gateway is found out: 400, not a loop', async (context) => {
  const url = await closedPort();
  const gateway = await startTestGateway({
    server: { port: Number(new URL(url).port) },
    endpoints: {
      loop: { upstream: { type: 'http', url: `${url}/invocations` }, codec: { name: 'passthrough' } },
    },
  });
  const agent = new Agent();
  context.after(async () => {
    await agent.close();
    await gateway.stop();
  });
  const reply = await post(`${gateway.url}/invocations`, '{}', agent);
  assert.equal(reply.status, 400);
  assert.equal((JSON.parse(reply.text) as { code: string }).code, 'LOOP_DETECTED');
  assert.match(reply.text, /already passed through/);
});

/** Asks until it is so; the test runner's own time-out is the limit. */
async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await so())) await pause(1);
}
