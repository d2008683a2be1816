import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { dueTimes } from '../../bench/load-generator/arrivals.ts';
import { closedLoop } from '../../bench/load-generator/closed-loop.ts';
import { openLoop } from '../../bench/load-generator/open-loop.ts';
import type { Target } from '../../bench/load-generator/send.ts';

async function target(context: TestContext, listener: RequestListener): Promise<Target> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port, path: '/' };
}

/** As a model that echoes: each gets its own instance back. */
const echo: RequestListener = (request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += String(chunk)));
  request.on('end', () => response.end(body.replace('instances', 'predictions')));
};

test('equal seeds make equal arrivals, other seeds others', () => {
  const times = (seed: number) => dueTimes({ kind: 'poisson', perSecond: 100, seconds: 2, seed });
  assert.deepEqual(times(1), times(1));
  assert.notDeepEqual(times(1), times(2));
});

test('arrivals ascend, stay within their time, and come as often as told', () => {
  const times = dueTimes({ kind: 'poisson', perSecond: 500, seconds: 40, seed: 7 });
  assert.ok(times.every((time, i) => time > (times[i - 1] ?? 0) && time < 40_000));
  // Five standard deviations of a Poisson count of 20,000.
  assert.ok(Math.abs(times.length - 20_000) < 5 * Math.sqrt(20_000));
});

test('gaps are as irregular as those of a Poisson process: their deviation is their mean', () => {
  const times = dueTimes({ kind: 'poisson', perSecond: 1000, seconds: 20, seed: 3 });
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  const mean = gaps.reduce((total, gap) => total + gap, 0) / gaps.length;
  const variance = gaps.reduce((total, gap) => total + (gap - mean) ** 2, 0) / gaps.length;
  assert.ok(Math.abs(Math.sqrt(variance) / mean - 1) < 0.05);
});

test('an open loop sends every request though none is answered meanwhile', async (context) => {
  const arrivals = { kind: 'poisson', perSecond: 400, seconds: 0.2, seed: 1 } as const;
  const due = dueTimes(arrivals);
  const waiting: (() => void)[] = [];
  const where = await target(context, (request, response) => {
    waiting.push(() => echo(request, response));
    if (waiting.length === due.length) for (const answer of waiting) answer();
  });
  const outcomes = await openLoop(where, arrivals);
  assert.deepEqual(
    outcomes.map(({ dueAt }) => dueAt),
    due,
  );
  assert.ok(outcomes.every(({ status, own }) => status === 200 && own));
  assert.ok(outcomes.every((each) => each.sentAt >= each.dueAt && each.handedOverAt >= each.sentAt));
});

test('a refusal is told with its code and whether it says when to try again', async (context) => {
  const where = await target(context, (request, response) => {
    request.resume();
    response.writeHead(503, { 'retry-after': '1' }).end('{"code":"QUEUE_FULL"}');
  });
  const [first] = await openLoop(where, { kind: 'poisson', perSecond: 100, seconds: 0.1, seed: 1 });
  const { status, code, hasRetryAfter, own } = first ?? assert.fail('there was none');
  assert.deepEqual({ status, code, hasRetryAfter, own }, { status: 503, code: 'QUEUE_FULL', hasRetryAfter: true, own: false });
});

test('a broken connection is an outcome without a status, an answer to another request is not one’s own', async (context) => {
  const broken = await target(context, (request) => request.socket.destroy());
  const foreign = await target(context, (_request, response) => response.end('{"predictions":[{"id":99}]}'));
  const arrivals = { kind: 'poisson', perSecond: 100, seconds: 0.1, seed: 1 } as const;
  assert.ok((await openLoop(broken, arrivals)).every(({ status }) => status === 0));
  assert.ok((await openLoop(foreign, arrivals)).every(({ status, own }) => status === 200 && !own));
});

test('a closed loop keeps as many requests under way as there are clients', async (context) => {
  let underWay = 0;
  let most = 0;
  /** Answers the first ones once all clients have asked; nothing is measured by a clock. */
  const held: (() => void)[] = [];
  const where = await target(context, (request, response) => {
    underWay += 1;
    most = Math.max(most, underWay);
    response.once('finish', () => (underWay -= 1));
    held.push(() => echo(request, response));
    if (most >= 4) for (const answer of held.splice(0)) answer();
  });
  const outcomes = await closedLoop(where, { clients: 4, seconds: 0.1 });
  assert.equal(most, 4);
  assert.ok(outcomes.every(({ own }) => own));
});
