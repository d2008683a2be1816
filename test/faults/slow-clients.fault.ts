import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { serveHttp } from '../support/local-server.ts';
import { type GatewayProcess, startProcess } from './gateway-process.ts';

const CLIENTS = Number(process.env['SLOW_CLIENTS'] ?? 1000);
const MIB = 1_048_576;
/** Of a normal request, told to come again or not, by a wide margin: room that others hold in vain is free again after seconds. */
const BOUND_MS = 10_000;
const LIMITS = { requestTimeoutMs: 12_000, headersTimeoutMs: 6000, responseTimeoutMs: 6000 };
const HEAD = 'POST /invocations HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';

const BIG = 'POST /endpoints/big/invocations HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n{}';
/** Far more than the system buffers of a connection. */
const ANSWER = Buffer.alloc(4 * MIB, ' ');

interface Slow {
  /** What is sent at once. */
  readonly first: string;
  /** What follows, a piece every half second. */
  readonly next: string;
  readonly reads: boolean;
  /** Of `tidegate_slow_clients_total`. */
  readonly stages: readonly string[];
}

const KINDS: Readonly<Record<string, Slow>> = {
  'that say nothing': { first: '', next: '', reads: true, stages: ['request'] },
  'whose headers trickle in': { first: HEAD, next: 'x', reads: true, stages: ['request'] },
  'whose small bodies trickle in': { first: `${HEAD}content-length: 1000\r\n\r\n`, next: ' ', reads: true, stages: ['request'] },
  'that announce 6 MiB each, and trickle': {
    first: `${HEAD}content-length: ${6 * MIB}\r\n\r\n`,
    next: ' ',
    reads: true,
    stages: ['request', 'room'],
  },
  'whose chunks trickle in': {
    first: `${HEAD}transfer-encoding: chunked\r\n\r\n`,
    next: '1\r\n \r\n',
    reads: true,
    stages: ['request'],
  },
  'that do not read a long answer': { first: BIG, next: '', reads: false, stages: ['answer'] },
};

// Mostly they wait; few of them may do so side by side.
describe('slow clients', { concurrency: CLIENTS <= 200 ? 6 : 1 }, () => {
  for (const [name, kind] of Object.entries(KINDS)) {
    test(`${CLIENTS} clients ${name} do not stop a normal one, and are cut off`, async (context) => {
      const model = await serveHttp(context, (request, response) => request.resume().once('end', () => response.end(ANSWER)));
      const gateway = await startProcess(context, {
        // Room for exactly 16 bodies of the largest size.
        server: { ...LIMITS, maxConnections: 2 * CLIENTS, maxBufferedBytes: 96 * MIB },
        endpoints: {
          a: { default: true, upstream: { type: 'simulated', baseMs: 5, perItemMs: 0 } },
          big: { upstream: { type: 'http', url: model }, codec: 'passthrough' },
        },
      });
      const idle = gateway.residentBytes();
      const slow = await Promise.all(Array.from({ length: CLIENTS }, () => open(gateway, kind)));
      context.after(() => slow.forEach(({ socket }) => socket.destroy()));
      // What is measured is how it is with them, not how long the model takes for them.
      if (!kind.reads) await untilServed(gateway);
      const normal = await askForAWhile(gateway, 5000);
      const most = gateway.residentBytes();
      // Who does not read does not hear of the end, either.
      if (!kind.reads) await pause(LIMITS.responseTimeoutMs).then(() => slow.forEach(({ socket }) => socket.resume()));
      await Promise.race([
        Promise.all(slow.map(({ closed }) => closed)),
        pause(2 * LIMITS.requestTimeoutMs, undefined, { ref: false }),
      ]);
      const open_ = slow.filter(({ socket }) => !socket.closed).length;
      const cut = await Promise.all(kind.stages.map((stage) => gateway.metric(`tidegate_slow_clients_total{stage="${stage}"}`)));
      context.diagnostic(
        `${normal.answered} normal requests, slowest ${normal.slowestMs.toFixed(0)} ms, ${normal.refused} told to come again; ` +
          `cut off: ${kind.stages.map((stage, index) => `${cut[index]} ${stage}`).join(', ')}; resident ${((most - idle) / MIB).toFixed(0)} MiB more than idle`,
      );
      assert.ok(normal.answered >= 5, `${normal.answered} answered`);
      assert.ok(normal.slowestMs < BOUND_MS, `${normal.slowestMs} ms`);
      assert.equal(open_, 0, 'still connected');
      const all = cut.reduce((sum, each) => sum + each, 0);
      if (kind.reads) assert.equal(all, CLIENTS);
      // The others found no room for their request, or its answer had not come when all was over.
      else assert.ok(all >= 16, `${all} cut off`);
    });
  }
});

/** A connection that is as slow as it can. */
async function open(
  gateway: GatewayProcess,
  { first, next, reads }: Slow,
): Promise<{ socket: Socket; closed: Promise<unknown> }> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await once(socket, 'connect');
  if (reads) socket.resume();
  socket.write(first);
  const trickle = setInterval(() => {
    if (next !== '' && socket.writable) socket.write(next);
  }, 500);
  void closed.then(() => clearInterval(trickle));
  return { socket, closed };
}

async function untilServed(gateway: GatewayProcess): Promise<void> {
  const count = (code: number) => gateway.metric(`tidegate_requests_total{door="http",endpoint="big",code="${code}"}`);
  while ((await count(200)) + (await count(503)) < CLIENTS) await pause(100);
}

/** One request after another, as a client does that waits a little when it is told to come again. */
async function askForAWhile(gateway: GatewayProcess, ms: number) {
  const told = { answered: 0, refused: 0, slowestMs: 0 };
  for (const end = performance.now() + ms; performance.now() < end; ) {
    const sentAt = performance.now();
    for (;;) {
      const body = `{"instances":["${'y'.repeat(1000)}"]}`;
      const reply = await fetch(`${gateway.url}/invocations`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
      await reply.arrayBuffer();
      if (reply.status === 200) break;
      assert.equal(reply.status, 503);
      told.refused += 1;
      await pause(250);
    }
    told.answered += 1;
    told.slowestMs = Math.max(told.slowestMs, performance.now() - sentAt);
    await pause(50);
  }
  return told;
}
