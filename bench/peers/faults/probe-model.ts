import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { POISON, type Probe } from './probe.ts';

/** Long enough for those who come meanwhile to be batched. */
const CALL_MS = 50;

/** What the model was asked in one call. */
export interface Call {
  readonly path: string;
  /** Top-level keys beside `instances`. */
  readonly keys: readonly string[];
  readonly ids: readonly number[];
}

/** A KServe V1 model that echoes, fails a call with a poison item as a whole, and remembers what it was asked. */
export class ProbeModel {
  readonly calls: Call[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      if (request.method === 'GET') response.end('{}');
      else this.#answer(request, response).catch(() => response.destroy());
    });
  }

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { instances, ...others } = (await json(request)) as { instances: Probe[] };
    this.calls.push({ path: request.url ?? '', keys: Object.keys(others), ids: instances.map(({ id }) => id) });
    await pause(CALL_MS);
    const failed = instances.some(({ text }) => text === POISON);
    response.writeHead(failed ? 500 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(failed ? { error: 'a poison item' } : { predictions: instances }));
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
