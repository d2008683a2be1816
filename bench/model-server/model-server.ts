import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { systemClock } from '../../src/kernel/clock.ts';
import type { UpstreamReply } from '../../src/upstreams/port.ts';
import { readInstances } from '../../src/upstreams/simulated/instances.ts';
import { createSimulatedUpstream, type SimulatedUpstreamOptions } from '../../src/upstreams/simulated/simulated-upstream.ts';
import type { Counters } from '../contestants/counters.ts';

/** The simulated model as a KServe V1 server of its own: `POST` anything to any path; `GET /counters`. */
export function createModelServer(options: SimulatedUpstreamOptions): Server {
  const model = createSimulatedUpstream(options, systemClock);
  const counted = { calls: 0, items: 0, underway: 0 };

  const infer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const itemCount = readInstances(body)?.items.length ?? 0;
    const left = new AbortController();
    response.once('close', () => left.abort());
    counted.calls += 1;
    counted.items += itemCount;
    counted.underway += 1;
    try {
      answer(response, await model.invoke({ headers: {}, body, itemCount, cost: itemCount }, left.signal));
    } finally {
      counted.underway -= 1;
    }
  };

  return createServer((request, response) => {
    if (request.method === 'GET') return tell(response, counted);
    // What fails is a call whose caller left; the socket is gone as well.
    infer(request, response).catch(() => response.destroy());
  });
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function answer(response: ServerResponse, { status, headers, body }: UpstreamReply): void {
  response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
}

function tell(response: ServerResponse, counters: Counters): void {
  answer(response, { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(counters)) });
}
