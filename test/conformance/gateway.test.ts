import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { codecNames } from '../../src/codecs/index.ts';
import { loadConfig } from '../../src/config/index.ts';
import type { Gateway } from '../../src/gateway/index.ts';
import { isBatchable } from '../codecs/contracts.ts';
import { contracts } from '../support/conformance/contracts.ts';
import { type ConformanceServer, startConformanceServer } from '../support/conformance/index.ts';
import { startTestGateway } from '../support/gateway.ts';
import { type Asked, REQUESTS } from './requests.ts';

interface Answered {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
}

const EXAMPLE = fileURLToPath(new URL('../../examples/conformance.yaml', import.meta.url));

/** Long enough that what is asked at once goes together. */
const TOGETHER = { policy: 'linger', maxQueueDelayMs: 100 } as const;

let server: ConformanceServer;
let gateway: Gateway;
before(async () => {
  server = await startConformanceServer();
  const config = await loadConfig({ path: EXAMPLE, env: { CONFORMANCE_URL: server.url }, codecNames });
  const endpoints = Object.entries(config.endpoints).map(([name, endpoint]) => [name, { ...endpoint, batching: TOGETHER }]);
  gateway = await startTestGateway({ ...config, endpoints: Object.fromEntries(endpoints) });
});
after(async () => {
  await gateway.stop();
  await server.close();
});

test('there are requests for every contract of the server, and the example config has them all', () => {
  assert.deepEqual(Object.keys(REQUESTS).toSorted(), [...contracts.keys()].toSorted());
});

describe('whoever asks together gets what the container says to each alone', { concurrency: 8 }, () => {
  for (const contract of contracts.keys()) {
    describe(contract, { concurrency: 1 }, () => {
      test('the very bytes', async () => {
        const before = server.calls(contract).length;
        const good = requestsOf(contract, 8);
        const together = await Promise.all(good.map((each) => ask(through(contract), each)));
        const calls = server.calls(contract).length - before;
        if (isBatchable(contract)) assert.ok(calls < good.length, `${calls} calls for ${good.length} requests`);
        const odd = requestsOf(contract, 1, 'nan', 99);
        together.push(...(await Promise.all(odd.map((each) => ask(through(contract), each)))));
        const alone = await inTurn([...good, ...odd], (each) => ask(direct(contract), each));
        for (const [index, answer] of together.entries()) {
          const own = alone[index];
          if (own?.status === 200) assert.deepEqual(sameButUsage(answer, contract), sameButUsage(own, contract));
        }
        assert.ok(alone.filter(({ status }) => status === 200).length >= 8);
      });

      test('one that the container refuses is told so, and nobody else', async () => {
        const good = requestsOf(contract, 4);
        const asked = [...good.slice(0, 3), ...requestsOf(contract, 1, 'poison', 666), ...good.slice(3)];
        const alone = await inTurn(asked, (each) => ask(direct(contract), each));
        assert.ok(alone.some(({ status }) => status !== 200));
        const together = await Promise.all(asked.map((each) => ask(through(contract), each)));
        for (const [index, answer] of together.entries()) {
          const own = alone[index];
          if (own?.status === 200) assert.deepEqual(sameButUsage(answer, contract), sameButUsage(own, contract));
          else if (own !== undefined) assertTold(answer, own);
        }
      });
    });
  }
});

function requestsOf(contract: string, count: number, word?: string, number?: number): Asked[] {
  const requests = REQUESTS[contract] ?? (() => []);
  return Array.from({ length: count }, (_, index) => requests(word ?? `amber ${index}`, number ?? 10 + index)).flat();
}

function direct(contract: string): string {
  return `${server.url}/${contract}/invocations`;
}

function through(contract: string): string {
  return `${gateway.url}/endpoints/${contract}/invocations`;
}

async function ask(url: string, { contentType, accept, body }: Asked): Promise<Answered> {
  const headers = { 'content-type': contentType, accept: accept ?? '*/*' };
  const response = await fetch(url, { method: 'POST', headers, body: typeof body === 'string' ? body : new Uint8Array(body) });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, contentType: response.headers.get('content-type'), body: bytes.toString('latin1') };
}

async function inTurn<T, R>(all: readonly T[], one: (each: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const each of all) results.push(await one(each));
  return results;
}

/** Tokens are told of whole calls only, and shared out; everything else is to the byte. */
function sameButUsage(answer: Answered, contract: string): Answered {
  return contract.startsWith('openai-') ? { ...answer, body: answer.body.replace(/"usage": ?\{[^}]*\}/, '') } : answer;
}

function assertTold(answer: Answered, own: Answered): void {
  assert.equal(answer.status, 424, answer.body);
  const told = JSON.parse(answer.body) as Record<string, unknown>;
  assert.deepEqual([told['OriginalStatusCode'], told['OriginalMessage']], [own.status, own.body]);
}
