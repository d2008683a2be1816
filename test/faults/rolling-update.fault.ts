import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent, fetch, Pool } from 'undici';
import { readBody } from '../support/local-server.ts';
import { type GatewayProcess, startProcess } from './gateway-process.ts';

const PER_SECOND = 200;
const SECONDS = Number(process.env['ROLLING_SECONDS'] ?? 12);
const LOOK_MS = 100;

/** A model of its own in each, so that only the gateways are replaced; its calls take 20 ms and 1 ms an item. */
const CONFIG = {
  server: { shutdownDelayMs: 600, shutdownGraceMs: 10_000 },
  endpoints: { m: { upstream: { type: 'simulated', baseMs: 20, perItemMs: 1 } } },
} as const;

interface Backend {
  readonly process: GatewayProcess;
  readonly pool: Pool;
  isReady: boolean;
}

/** As a load balancer does it: asks each backend whether it is ready, passes requests on in turn, and tries nothing twice. */
class Balancer {
  readonly #backends = new Set<Backend>();
  #turn = 0;

  add(process: GatewayProcess): Backend {
    const backend: Backend = { process, pool: new Pool(process.url, { connections: 64 }), isReady: false };
    this.#backends.add(backend);
    return backend;
  }

  async remove(backend: Backend): Promise<void> {
    this.#backends.delete(backend);
    await backend.pool.close();
  }

  async look(): Promise<void> {
    for (const backend of this.#backends) {
      backend.isReady = await fetch(`${backend.process.url}/readyz`).then(
        ({ status }) => status === 200,
        () => false,
      );
    }
  }

  async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const ready = [...this.#backends].filter(({ isReady }) => isReady);
    this.#turn += 1;
    const backend = ready[this.#turn % ready.length];
    if (backend === undefined) return void response.writeHead(502).end('no backend');
    try {
      const body = await readBody(request);
      const reply = await backend.pool.request({
        path: request.url ?? '/',
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
      response.writeHead(reply.statusCode).end(Buffer.from(await reply.body.arrayBuffer()));
    } catch (thrown) {
      response.writeHead(502).end(String(thrown));
    }
  }
}

async function balanced(context: TestContext): Promise<{ balancer: Balancer; url: string }> {
  const balancer = new Balancer();
  const server = createServer((request, response) => void balancer.pass(request, response)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const looking = setInterval(() => void balancer.look(), LOOK_MS);
  context.after(() => {
    clearInterval(looking);
    server.closeAllConnections();
    server.close();
  });
  return { balancer, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/invocations` };
}

/** Requests at a steady rate; each has a number, which only its own answer holds. */
class Load {
  readonly failures: string[] = [];
  readonly #url: string;
  readonly #agent = new Agent({ connections: 256 });
  readonly #underWay: Promise<void>[] = [];
  readonly #running: Promise<void>;
  sent = 0;

  constructor(url: string, seconds: number) {
    this.#url = url;
    this.#running = this.#send(seconds * 1000);
  }

  /** Resolves when all are answered. */
  async ended(): Promise<void> {
    await this.#running;
    await Promise.all(this.#underWay);
    await this.#agent.close();
  }

  async #send(forMs: number): Promise<void> {
    const startedAt = performance.now();
    for (let ms = 0; ms < forMs; ms = performance.now() - startedAt) {
      for (; this.sent < (ms / 1000) * PER_SECOND; this.sent += 1) this.#underWay.push(this.#ask(this.sent));
      await pause(2);
    }
  }

  async #ask(number: number): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', body: `{"instances":[${number}]}`, headers, dispatcher: this.#agent };
    const said = await fetch(this.#url, request).then(
      (reply) => reply.text(),
      (error: Error) => String(error.cause),
    );
    if (said !== `{"predictions":[${number}]}`) this.failures.push(`${number}: ${said}`);
  }
}

test(`two gateways, replaced one after the other under ${PER_SECOND} requests a second: none fails`, async (context) => {
  const { balancer, url } = await balanced(context);
  const begin = async (): Promise<Backend> => balancer.add(await startProcess(context, CONFIG));
  const backends = [await begin(), await begin()];
  await balancer.look();
  const load = new Load(url, SECONDS);
  let replaced = 0;
  while (replaced < 2 || load.sent < (SECONDS - 4) * PER_SECOND) {
    const old = backends.shift();
    assert.ok(old !== undefined);
    backends.push(await begin());
    const code = await old.process.end('SIGTERM');
    await balancer.remove(old);
    assert.equal(code, 0);
    replaced += 1;
  }
  await load.ended();
  assert.deepEqual(load.failures.slice(0, 5), []);
  context.diagnostic(`${load.sent} requests while ${replaced} gateways were replaced`);
});

test(`a config that is replaced again and again under ${PER_SECOND} requests a second: none fails`, async (context) => {
  const gateway = await startProcess(context, CONFIG);
  const load = new Load(`${gateway.url}/invocations`, SECONDS / 2);
  const taken = 'tidegate_config_reloads_total{outcome="taken"}';
  for (let times = 1; times <= 5; times += 1) {
    await pause(300);
    const m = { upstream: { type: 'simulated', baseMs: 20, perItemMs: 1 + times / 10 } } as const;
    gateway.reconfigure({ ...CONFIG, endpoints: { m } });
    while ((await gateway.metric(taken)) < times) await pause(20);
  }
  gateway.reconfigure({ ...CONFIG, endpoints: {} });
  await load.ended();
  assert.deepEqual(load.failures.slice(0, 5), []);
  assert.equal(await gateway.metric('tidegate_config_reloads_total{outcome="refused"}'), 1);
  assert.ok(gateway.log.some(({ event, problems }) => event === 'config' && Array.isArray(problems)));
});
