import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import type { Http2Server } from 'node:http2';
import { createServer, type Server, type Socket } from 'node:net';

/** How a connection of HTTP/2 without TLS begins. */
const PREFACE = 'PRI * HTTP/2.0';

/** HTTP/1.1 and cleartext HTTP/2 on one port, as the real service has both: a connection goes by its first bytes. */
export class OnePort {
  readonly #http: HttpServer;
  readonly #http2: Http2Server;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #url = '';

  constructor(http: HttpServer, http2: Http2Server) {
    this.#http = http;
    this.#http2 = http2;
    this.#server = createServer((socket) => this.#sort(socket));
  }

  get url(): string {
    return this.#url;
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('Expected a port');
    this.#url = `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #sort(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket)).on('error', () => {});
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      const isHttp2 = first.toString('latin1').startsWith(PREFACE);
      (isHttp2 ? this.#http2 : this.#http).emit('connection', socket);
      // The one takes what is there by itself, the other as it flows.
      if (!isHttp2) socket.resume();
    });
  }
}
