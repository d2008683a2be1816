import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

/** What a test's server does with a request. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

/** An HTTP server on the loopback, closed when the test ends; its URL. */
export async function serveHttp(test: TestContext, answer: Answer): Promise<string> {
  const server = createServer((request, response) => void answer(request, response));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return listen(server);
}

/** The same with the bare socket, for answers that are not HTTP. */
export async function serveTcp(test: TestContext, listener: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    listener(socket);
  });
  test.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return listen(server);
}

/** A URL on which nothing listens. */
export async function closedPort(): Promise<string> {
  const server = createTcpServer();
  const url = await listen(server);
  server.close();
  await once(server, 'close');
  return url;
}

export async function readBody(request: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Answers a request with its own body. */
export async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.end(await readBody(request));
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a port');
  return `http://127.0.0.1:${address.port}`;
}
