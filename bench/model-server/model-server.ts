import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { systemClock } from '../../src/kernel/clock.ts';
import type { UpstreamReply } from '../../src/upstreams/port.ts';
import { readInstances } from '../../src/upstreams/simulated/instances.ts';
import { createSimulatedUpstream, type SimulatedUpstreamOptions } from '../../src/upstreams/simulated/simulated-upstream.ts';
import type { Counters } from '../contestants/counters.ts';
import { cpuMs } from '../measure/cpu.ts';

/** All that the server tells of itself. */
export interface ModelDetails extends Counters {
  /** Calls of which some items, but not all, have the mark in them. */
  readonly mixed: number;
  /** Of this process, in milliseconds. */
  readonly cpuMs: number;
}

/**
 * The simulated model as a KServe V1 server of its own: `POST` anything to any path; `GET /counters`, and `/details` for
 * more of them.
 * @param mark a text in the items of one kind of caller, for counting the calls that hold items of several
 */
export function createModelServer(options: SimulatedUpstreamOptions, mark?: string): Server {
  const model = createSimulatedUpstream(options, systemClock);
  const counted = { calls: 0, items: 0, underway: 0 };
  let mixed = 0;

  const infer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const items = readInstances(body)?.items ?? [];
    const itemCount = items.length;
    const left = new AbortController();
    response.once('close', () => left.abort());
    counted.calls += 1;
    counted.items += itemCount;
    counted.underway += 1;
    if (mark !== undefined && isMixed(items, mark)) mixed += 1;
    try {
      answer(response, await model.invoke({ headers: {}, body, itemCount, cost: itemCount }, left.signal));
    } finally {
      counted.underway -= 1;
    }
  };

  return createServer((request, response) => {
    if (request.url === '/details') return tell(response, { ...counted, mixed, cpuMs: cpuMs() });
    if (request.method === 'GET') return tell(response, counted);
    // What fails is a call whose caller left; the socket is gone as well.
    infer(request, response).catch(() => response.destroy());
  });
}

function isMixed(items: readonly Buffer[], mark: string): boolean {
  const marked = items.filter((item) => item.includes(mark)).length;
  return marked > 0 && marked < items.length;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function answer(response: ServerResponse, { status, headers, body }: UpstreamReply): void {
  response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
}

function tell(response: ServerResponse, counters: Counters | ModelDetails): void {
  answer(response, { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(counters)) });
}
