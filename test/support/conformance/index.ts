import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answerOf, failure } from './answer.ts';
import { contracts } from './contracts.ts';
import { type Question, type Reply, reply } from './port.ts';

export interface Call {
  readonly contentType: string;
  readonly accept: string;
  /** How many items the request held; 0 when it could not be read. */
  readonly items: number;
  readonly status: number;
}

export interface ConformanceServer {
  readonly url: string;
  readonly port: number;
  /** The calls to one contract, in the order of their answers. */
  readonly calls: (contract: string) => readonly Call[];
  readonly close: () => Promise<void>;
}

export interface ConformanceOptions {
  /** @default 0, any free port */
  readonly port?: number;
  /** @default 127.0.0.1 */
  readonly host?: string;
}

/** A server that is as strict as the real model containers, at `POST /{contract}/invocations` for each contract. */
export async function startConformanceServer({
  port = 0,
  host = '127.0.0.1',
}: ConformanceOptions = {}): Promise<ConformanceServer> {
  const calls = new Map<string, Call[]>([...contracts.keys()].map((name) => [name, []]));
  const server = createServer((request, response) => {
    handle(request, response, calls).catch(() => response.destroy());
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a port');
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    port: address.port,
    calls: (contract) => calls.get(contract) ?? [],
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function handle(request: IncomingMessage, response: ServerResponse, calls: ReadonlyMap<string, Call[]>): Promise<void> {
  const body = await readBody(request);
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const contract = /^\/([^/]+)\/invocations$/.exec(path)?.[1] ?? '';
  const container = contracts.get(contract);
  if (path === '/ping') return send(response, reply('application/json', ''));
  if (container === undefined) return send(response, failure(404, `No contract at ${path}`));
  if (request.method !== 'POST') return send(response, failure(405, 'Only POST is answered'));
  let items = 0;
  const question: Question = {
    contentType: request.headers['content-type'] ?? '',
    accept: request.headers.accept ?? '',
    headers: request.headers,
    body,
    holds: (count) => {
      items = count;
    },
  };
  const answer = answerOf(container, question);
  calls.get(contract)?.push({ contentType: question.contentType, accept: question.accept, items, status: answer.status });
  return send(response, answer);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, contentType, body, headers }: Reply): void {
  response.writeHead(status, { 'content-type': contentType, ...headers });
  response.end(body);
}
