import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { modelCounters } from '../../bench/contestants/model-counters.ts';
import { ask } from '../../bench/load/ask.ts';
import { closedLoop } from '../../bench/load/closed-loop.ts';
import { isClean } from '../../bench/load/figures.ts';
import { numberedBatch, numberedExchange, numberedInstances } from '../../bench/load/numbered-instances.ts';
import { readyMade } from '../../bench/load/ready-made.ts';
import { createClairvoyant } from '../../bench/references/clairvoyant.ts';
import { createEcho } from '../../bench/references/echo.ts';
import { createPlainProxy } from '../../bench/references/plain-proxy.ts';
import { modelServer } from './model.ts';

const DURATION = { seconds: 0.2, settleSeconds: 0 };

function listening(context: TestContext, app: FastifyInstance): Promise<string> {
  context.after(() => {
    app.server.closeAllConnections();
    return app.close();
  });
  return app.listen({ host: '127.0.0.1', port: 0 });
}

test('the model server echoes, and counts calls and items', async (context) => {
  const model = await modelServer(context);
  const batch = numberedBatch(3);
  assert.ok(batch.isAnswer(await ask(model, batch.body)));
  assert.ok(numberedExchange(7).isAnswer(await ask(model, numberedExchange(7).body)));
  assert.deepEqual(await modelCounters(model), { calls: 2, items: 4, underway: 0 });
});

test('the plain proxy makes each request a call of its own', async (context) => {
  const model = await modelServer(context);
  const url = `${await listening(context, createPlainProxy(`${model}/invocations`))}/invocations`;
  const exchanges = [1, 2, 3].map(numberedExchange);
  const replies = await Promise.all(exchanges.map(({ body }) => ask(url, body)));
  assert.ok(exchanges.every((exchange, i) => exchange.isAnswer(replies[i] ?? '')));
  assert.equal((await modelCounters(model)).calls, 3);
});

test('the model server counts the calls that hold items of several callers', async (context) => {
  const model = await modelServer(context, 'tide');
  await ask(model, numberedBatch(3).body);
  await ask(model, '{"instances":[1,{"text":"tide"}]}');
  const details = (await (await fetch(`${model}/details`)).json()) as { readonly calls: number; readonly mixed: number };
  assert.deepEqual([details.calls, details.mixed], [2, 1]);
});

test('the clairvoyant gateway makes the requests of N clients one call, and each gets its own answer', async (context) => {
  const model = await modelServer(context);
  const url = await listening(context, createClairvoyant(`${model}/invocations`, [1, 4], 32));
  const exchanges = [1, 20, 300, 4000].map(numberedExchange);
  const replies = await Promise.all(exchanges.map(({ body }) => ask(`${url}/4/invocations`, body)));
  assert.ok(exchanges.every((exchange, i) => exchange.isAnswer(replies[i] ?? '')));
  assert.deepEqual(await modelCounters(model), { calls: 1, items: 4, underway: 0 });
});

test('the clairvoyant gateway forgets a caller that left', async (context) => {
  const model = await modelServer(context);
  const url = await listening(context, createClairvoyant(`${model}/invocations`, [2], 32));
  const leaver = AbortSignal.timeout(50);
  await assert.rejects(fetch(`${url}/2/invocations`, { method: 'POST', body: numberedExchange(1).body, signal: leaver }));
  const exchanges = [2, 3].map(numberedExchange);
  const replies = await Promise.all(exchanges.map(({ body }) => ask(`${url}/2/invocations`, body)));
  assert.ok(exchanges.every((exchange, i) => exchange.isAnswer(replies[i] ?? '')));
});

test('a closed loop through it is answered without a fault', async (context) => {
  const model = await modelServer(context);
  const url = await listening(context, createClairvoyant(`${model}/invocations`, [4], 32));
  const load = { ...DURATION, url: `${url}/4/invocations`, clients: 4, workload: numberedInstances };
  const figures = await closedLoop(load);
  assert.ok(isClean(figures));
  assert.ok(figures.answers > 0);
});

test('a closed loop counts the answers that are not the caller’s own', async (context) => {
  const url = `${await listening(context, createEcho())}/invocations`;
  const figures = await closedLoop({ ...DURATION, url, clients: 2, workload: numberedInstances });
  assert.equal(figures.errors + figures.non2xx, 0);
  assert.ok(figures.wrong >= figures.answers && figures.answers > 0);
});

test('ready-made batches count by item', async (context) => {
  const model = await modelServer(context);
  const figures = await readyMade({ ...DURATION, url: model, batch: numberedBatch(8), itemsInBatch: 8, inFlight: 2 });
  assert.ok(isClean(figures));
  assert.ok(figures.answers > 0 && figures.answers % 8 === 0);
});
