import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { test } from 'node:test';
import { serveHttp } from '../support/local-server.ts';
import { startProcess } from './gateway-process.ts';

const MIB = 1_048_576;
/** What Node itself needs for a connection with a request under way: measured with a server that keeps nothing. */
const CONNECTION_BYTES = 16_384;
const REQUESTS = Number(process.env['MEMORY_REQUESTS'] ?? 10_000);

/** Sends a body of 1 MiB; the status and type of the answer, undefined for none. */
function post(url: string, agent: Agent, body: Buffer): Promise<string | undefined> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    const sent = request(`${url}/invocations`, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', () => resolve(`${response.statusCode} ${String(response.headers['x-amzn-errortype'])}`));
    });
    sent.on('error', () => resolve(undefined));
    sent.end(body);
  });
}

for (const connections of [400, 10_000]) {
  test(`${REQUESTS} requests of 1 MiB over ${connections} connections against a hung upstream stay within the configured bytes`, async (context) => {
    const model = await serveHttp(context, () => {});
    const maxQueueBytes = 128 * MIB;
    const gateway = await startProcess(context, {
      endpoints: {
        m: { upstream: { type: 'http', url: model }, codec: 'kserve-v1', queue: { maxQueueBytes, timeoutMs: 600_000 } },
      },
    });
    const idle = gateway.residentBytes();
    let most = 0;
    const sampling = setInterval(() => {
      most = Math.max(most, gateway.residentBytes());
    }, 20);
    const agent = new Agent({ keepAlive: false, maxSockets: connections });
    const body = Buffer.from(`{"instances":["${'x'.repeat(MIB - 18)}"]}`);
    const answers = new Map<string, number>();
    let answered = 0;
    const all = Array.from({ length: REQUESTS }, async () => {
      const answer = await post(gateway.url, agent, body);
      if (answer === undefined) return;
      answered += 1;
      answers.set(answer, 1 + (answers.get(answer) ?? 0));
    });
    const held = async (): Promise<number> => gateway.metric('tidegate_queue_depth{endpoint="m"}');
    let waiting = 0;
    // Two calls are under way for good, the rest of those not refused wait: nothing changes any more.
    for (let settled = -1; settled < answered + waiting || settled < REQUESTS - 100; ) {
      settled = answered + waiting;
      await new Promise((resolve) => setTimeout(resolve, 1000));
      waiting = await held();
    }
    clearInterval(sampling);
    const queued = await gateway.metric('tidegate_queue_bytes{endpoint="m"}');
    agent.destroy();
    await Promise.all(all);
    const said = [...answers].map(([answer, count]) => `${count} x ${answer}`).join(', ');
    const mib = (bytes: number): string => `${(bytes / MIB).toFixed(0)} MiB`;
    context.diagnostic(
      `resident at most ${mib(most)}, idle ${mib(idle)}, bound of the queue ${mib(maxQueueBytes)}; ${waiting} waited (${mib(queued)}); ${said}`,
    );
    assert.deepEqual(answers, new Map([['503 ServiceUnavailable', answered]]));
    assert.ok(waiting > 100, `${waiting} waited`);
    // Those under way are held twice: as they came, and joined.
    const underWay = 2 * (REQUESTS - answered - waiting) * MIB;
    const bound = maxQueueBytes + underWay + 100 * MIB + Math.max(0, connections - 1000) * CONNECTION_BYTES;
    assert.ok(most - idle <= bound, `${mib(most)} with ${mib(idle)} when idle`);
  });
}
