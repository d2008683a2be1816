import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent, fetch } from 'undici';
import { readBody } from '../support/local-server.ts';
import { startProcess } from './gateway-process.ts';

const CLIENTS = 64;
const SECONDS = Number(process.env['OUTAGE_SECONDS'] ?? 5);

/** How a model can be down. */
const OUTAGES: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'whose connections are reset': (response) => response.socket?.resetAndDestroy(),
  'that answers 502': (response) => void response.writeHead(502).end('bad gateway'),
  'that answers 503': (response) => void response.writeHead(503).end('no backend'),
  'that answers 500 with words': (response) => void response.writeHead(500).end('{"error":"worker died"}'),
};

/** Echoes, in 10 ms and 0.5 ms an item, one call at a time. */
class Model {
  down: ((response: ServerResponse) => void) | undefined;
  #turn = Promise.resolve();
  #server: Server | undefined;
  port = 0;

  async listen(): Promise<void> {
    this.#server = createServer((request, response) => void this.#answer(readBody(request), response));
    this.#server.listen(this.port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.port = (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    this.#server?.close();
    if (this.#server !== undefined) await once(this.#server, 'close');
  }

  async #answer(reading: Promise<Buffer>, response: ServerResponse): Promise<void> {
    const body = await reading.catch(() => undefined);
    if (body === undefined) return;
    if (this.down !== undefined) {
      this.down(response);
      return;
    }
    const { instances } = JSON.parse(body.toString()) as { instances: unknown[] };
    this.#turn = this.#turn.then(() => pause(10 + 0.5 * instances.length));
    await this.#turn;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ predictions: instances }));
  }
}

interface Seen {
  readonly client: number;
  readonly sentAt: number;
  readonly endedAt: number;
  readonly status: number;
  readonly type: string | null;
  readonly own: boolean;
}

async function playOutage(context: TestContext, begin: (model: Model) => Promise<void>, end: (model: Model) => Promise<void>) {
  const model = new Model();
  await model.listen();
  context.after(() => model.close());
  const upstream = { type: 'http', url: `http://127.0.0.1:${model.port}/invocations` } as const;
  const gateway = await startProcess(context, { endpoints: { m: { upstream, codec: 'kserve-v1' } } });
  const agent = new Agent({ connections: CLIENTS });
  context.after(() => agent.destroy());
  const seen: Seen[] = [];
  let stopped = false;
  let next = 0;
  const client = async (number: number): Promise<void> => {
    while (!stopped) {
      const id = next;
      next += 1;
      const sentAt = performance.now();
      const reply = await fetch(`${gateway.url}/invocations`, {
        method: 'POST',
        body: `{"instances":[${id}]}`,
        headers: { 'content-type': 'application/json', 'x-tidegate-timeout-ms': '20000' },
        dispatcher: agent,
      });
      const own = (await reply.text()) === `{"predictions":[${id}]}`;
      const { status, headers } = reply;
      seen.push({ client: number, sentAt, endedAt: performance.now(), status, type: headers.get('x-amzn-errortype'), own });
    }
  };
  const ready: { at: number; status: number }[] = [];
  const watch = async (): Promise<void> => {
    while (!stopped) {
      ready.push({ at: performance.now(), status: (await fetch(`${gateway.url}/readyz`)).status });
      await pause(20);
    }
  };
  const load = Promise.all([watch(), ...Array.from({ length: CLIENTS }, (_, number) => client(number))]);
  await pause(1500);
  const downAt = performance.now();
  await begin(model);
  await pause(SECONDS * 1000);
  await end(model);
  const backAt = performance.now();
  await pause(3000);
  stopped = true;
  await load;
  return { gateway, seen, ready, downAt, backAt };
}

function report(context: TestContext, name: string, play: Awaited<ReturnType<typeof playOutage>>): void {
  const { seen, ready, downAt, backAt, gateway } = play;
  const good = seen.filter(({ status }) => status === 200);
  const bad = seen.filter(({ status }) => status !== 200);
  const firstAfter = Math.min(...good.filter(({ endedAt }) => endedAt > backAt).map(({ endedAt }) => endedAt));
  const rate = (from: number, to: number): number =>
    good.filter(({ endedAt }) => endedAt >= from && endedAt < to).length / ((to - from) / 1000);
  const before = rate(downAt - 1000, downAt);
  const after = rate(backAt + 2000, backAt + 3000);
  const notReady = ready.filter(({ at, status }) => status === 503 && at > downAt && at < backAt).length;
  const codes = new Map<string, number>();
  for (const { status, type } of bad) codes.set(`${status} ${type}`, 1 + (codes.get(`${status} ${type}`) ?? 0));
  context.diagnostic(
    `${name}: first answer ${(firstAfter - backAt).toFixed(0)} ms after it was back, ${before.toFixed(0)}/s before and ${after.toFixed(0)}/s from 2 s after; ` +
      `errors: ${[...codes].map(([code, count]) => `${count} x ${code}`).join(', ') || 'none'}; not ready in ${notReady} looks`,
  );
  assert.ok(
    good.every(({ own }) => own),
    'an answer was not its caller’s own',
  );
  const told = bad.map(({ status, type, sentAt, endedAt }) => {
    const [sent, ended] = [sentAt, endedAt].map((at) => (at - downAt).toFixed(0));
    return `${status} ${type}: sent ${sent} ms after it went, answered ${ended} ms after`;
  });
  assert.deepEqual(told, [], `all had time enough to wait for it, back after ${(backAt - downAt).toFixed(0)} ms`);
  assert.ok(firstAfter - backAt < 2000, `${firstAfter - backAt} ms to the first answer`);
  // How many a second is only reported: another process on the machine is enough to change that.
  const served = new Set(
    good.filter(({ endedAt }) => endedAt >= backAt + 2000 && endedAt < backAt + 3000).map(({ client }) => client),
  );
  assert.equal(served.size, CLIENTS, 'within the third second after it was back, every client is answered');
  assert.ok(gateway.log.some(({ event }) => event === 'breaker-closed') || notReady === 0, 'the breaker never closed');
}

test('a model that does not listen', async (context) => {
  const play = await playOutage(
    context,
    (model) => model.close(),
    (model) => model.listen(),
  );
  report(context, 'not listening', play);
  assert.deepEqual(
    play.seen.filter(({ status }) => status !== 200),
    [],
  );
  assert.ok(
    play.ready.some(({ status }) => status === 503),
    '/readyz never said no',
  );
});

for (const [name, down] of Object.entries(OUTAGES)) {
  test(`a model ${name}`, async (context) => {
    const set = async (model: Model, how?: (response: ServerResponse) => void): Promise<void> => {
      model.down = how;
    };
    report(
      context,
      name,
      await playOutage(
        context,
        (model) => set(model, down),
        (model) => set(model),
      ),
    );
  });
}
