import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import type { ServiceReply } from './service-call.ts';

/** Sends requests on to the emulator. */
export class Forwarder {
  readonly #target: URL;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(target: string) {
    this.#target = new URL(target);
  }

  async send({ method, url, headers }: IncomingMessage, body: Buffer): Promise<ServiceReply> {
    const sent = httpRequest(new URL(url ?? '/', this.#target), {
      method,
      agent: this.#agent,
      headers: { ...withoutHop(headers), 'content-length': body.length },
    });
    sent.end(body);
    const [response]: IncomingMessage[] = await once(sent, 'response');
    if (response === undefined) throw new Error('Expected a response');
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return { status: response.statusCode ?? 502, headers: withoutHop(response.headers), body: Buffer.concat(chunks) };
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Those that belong to one connection, or to the body as it was sent. */
const HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host']);

function withoutHop(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || HOP.has(name) ? [] : [[name, String(value)] as const],
    ),
  );
}
