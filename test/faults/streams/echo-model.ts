import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { readBody } from '../../support/local-server.ts';

/** A model that echoes, in 10 ms and 0.2 ms an item, one call at a time; refuses a call that holds poison; may hang. */
export class EchoModel {
  readonly #server = createServer((request, response) => void this.#answer(readBody(request), response));
  #held: (() => void)[] | undefined;
  #turn = Promise.resolve();
  calls = 0;
  items = 0;
  url = '';

  static async start(): Promise<EchoModel> {
    const model = new EchoModel();
    model.#server.listen(0, '127.0.0.1');
    await once(model.#server, 'listening');
    const address = model.#server.address();
    if (address === null || typeof address === 'string') throw new Error('Expected a port');
    model.url = `http://127.0.0.1:${address.port}/invocations`;
    return model;
  }

  /** Calls are not answered until it is taken back. */
  set isHung(isHung: boolean) {
    const held = this.#held ?? [];
    this.#held = isHung ? held : undefined;
    if (!isHung) for (const answer of held) answer();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(reading: Promise<Buffer>, response: ServerResponse): Promise<void> {
    const body = await reading.catch(() => undefined);
    if (body === undefined) return;
    const { instances } = JSON.parse(body.toString()) as { instances: unknown[] };
    this.calls += 1;
    this.items += instances.length;
    const answer = (): void => {
      response.setHeader('content-type', 'application/json');
      if (instances.includes('poison')) response.writeHead(400).end('{"error":"poison"}');
      else response.end(JSON.stringify({ predictions: instances }));
    };
    this.#turn = this.#turn.then(() => pause(10 + 0.2 * instances.length));
    await this.#turn;
    if (this.#held === undefined) answer();
    else this.#held.push(answer);
  }
}
