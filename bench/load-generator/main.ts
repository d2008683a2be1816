import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { closedLoop } from './closed-loop.ts';
import { openLoop } from './open-loop.ts';
import type { Order } from './order.ts';
import type { Outcome } from './outcome.ts';

/** The load generator, a process of its own so that nothing else has a share of its time: an order in, its outcomes out. */
const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });

function obey(order: Order): Promise<Outcome[]> {
  const { hostname: host, port, pathname: path } = new URL(order.url);
  const target = { host, port: Number(port), path, headers: order.headers ?? {} };
  return order.kind === 'open' ? openLoop(target, order.arrivals) : closedLoop(target, order.clients);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const outcomes = request.method === 'POST' ? await obey((await json(request)) as Order) : [];
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(outcomes));
}

// An order takes as long as it takes.
createServer({ requestTimeout: 0 }, (request, response) => void answer(request, response)).listen(
  Number(values.port),
  '127.0.0.1',
);
