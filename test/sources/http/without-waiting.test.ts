import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { metric, startTestGateway } from '../../support/gateway.ts';
import { serveHttp } from '../../support/local-server.ts';

const BODY = JSON.stringify({ instances: ['x'.repeat(1000)] });
const POST = (endpoint: string, more = ''): string =>
  `POST /endpoints/${endpoint}/invocations HTTP/1.1\r\nhost: a\r\n${more}content-length: ${BODY.length}\r\n\r\n${BODY}`;

const QUICK = { upstream: { type: 'simulated', baseMs: 1, perItemMs: 0 } } as const;

test('what requests hold that wait behind others is given back when their client goes away', async (context) => {
  const model = await serveHttp(context, () => {});
  const gateway = await startTestGateway({
    // Room for twelve of them.
    server: { maxBufferedBytes: 12 * BODY.length },
    endpoints: { hung: { upstream: { type: 'http', url: model }, codec: 'kserve-v1' }, quick: QUICK },
  });
  context.after(() => gateway.stop());
  const cancelled = (): Promise<number> => metric(gateway, 'tidegate_requests_total{door="http",endpoint="hung",code="499"}');
  for (let times = 1; times <= 3; times += 1) {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    socket.write(POST('hung').repeat(10));
    await pause(100);
    socket.resetAndDestroy();
    for (let polls = 0; polls < 100 && (await cancelled()) < 10 * times; polls += 1) await pause(20);
    assert.equal(await cancelled(), 10 * times);
  }
  const reply = await fetch(`${gateway.url}/endpoints/quick/invocations`, { method: 'POST', body: BODY });
  assert.equal(reply.status, 200, await reply.text());
});

test('`100 Continue` for a request behind others comes before its answer, not inside it', async (context) => {
  // Whoever is answered before its turn is not told to go on, and Node closes the connection behind it: so the second takes longer.
  const slow = { upstream: { type: 'simulated', baseMs: 300, perItemMs: 0 } } as const;
  const gateway = await startTestGateway({ endpoints: { quick: QUICK, slow } });
  context.after(() => gateway.stop());
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.write(
    POST('quick') + POST('slow', 'expect: 100-continue\r\n') + POST('nobody', 'expect: 100-continue\r\nconnection: close\r\n'),
  );
  await once(socket, 'close');
  let rest = Buffer.concat(chunks).toString('latin1');
  const statuses: number[] = [];
  while (rest !== '') {
    const [, status, length] =
      /^HTTP\/1\.1 (\d{3}) .*?\r\n(?:.+\r\n)*?(?:content-length: (\d+)\r\n(?:.+\r\n)*)?\r\n/i.exec(rest) ?? [];
    assert.ok(status !== undefined, rest);
    rest = rest.slice(rest.indexOf('\r\n\r\n') + 4 + Number(length ?? 0));
    if (status !== '100') statuses.push(Number(status));
  }
  assert.deepEqual(statuses, [200, 200, 400]);
});
