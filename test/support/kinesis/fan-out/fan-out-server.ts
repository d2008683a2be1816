import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  createServer as createHttp2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { readBody } from '../../local-server.ts';
import type { Emulator } from '../emulator.ts';
import { Forwarder } from '../forwarder.ts';
import { testClient } from '../operator.ts';
import { errorReply, type ServiceCall, type ServiceReply, serviceCall, textIn } from '../service-call.ts';
import { Consumers } from './consumers.ts';
import { OnePort } from './one-port.ts';
import { openShard, Pushing, type StartingPosition, type Switches } from './pushing.ts';

const APART_MS = 5_000;

/** When a subscription began, and which it is. */
interface Live {
  readonly since: number;
  readonly pushing: Pushing | undefined;
}

/** What was subscribed to, and from where. */
export interface Begun {
  readonly shardId: string;
  readonly from: StartingPosition;
  readonly at: number;
}

/**
 * Enhanced fan-out before kinesalite, which has none: registered consumers, and SubscribeToShard over cleartext HTTP/2 in the real
 * encoding. Everything else is handed on to the emulator, and comes over HTTP/1.1 or is noted as astray.
 */
export class FanOutServer implements Emulator {
  readonly switches: Switches = { renewAfterMs: 300_000, idleMs: 5_000, isSilent: false };
  readonly begun: Begun[] = [];
  /** Operations that came by the wrong protocol. */
  readonly astray: string[] = [];
  readonly consumers = new Consumers();
  readonly #client: KinesisClient;
  readonly #forwarder: Forwarder;
  readonly #live = new Map<string, Live>();
  readonly #sessions = new Set<ServerHttp2Session>();
  readonly #port: OnePort;
  #streams = 0;

  private constructor(target: string) {
    this.#client = testClient(target);
    this.#forwarder = new Forwarder(target);
    const http2 = createHttp2Server();
    http2.on('session', (session) => {
      this.#sessions.add(session);
      session.on('close', () => this.#sessions.delete(session)).on('error', () => {});
    });
    http2.on('stream', (stream, headers) => void this.#subscribe(stream, headers));
    this.#port = new OnePort(
      createServer((request, response) => void this.#answer(request, response)),
      http2,
    );
  }

  static async start(target: string): Promise<FanOutServer> {
    const server = new FanOutServer(target);
    await server.#port.listen();
    return server;
  }

  get url(): string {
    return this.#port.url;
  }

  /** Connections of HTTP/2, and streams on them, that are open. */
  get open(): { sessions: number; streams: number } {
    return { sessions: this.#sessions.size, streams: this.#streams };
  }

  /** Of connections that are open. */
  get bytesSent(): number {
    return [...this.#sessions].reduce((sum, { socket }) => sum + socket.bytesWritten, 0);
  }

  /** The connections of all subscriptions break. */
  drop(where: Parameters<Pushing['drop']>[0] = 'in an event'): void {
    for (const { pushing } of this.#live.values()) pushing?.drop(where);
  }

  /** Somebody else subscribes to all that is subscribed to. */
  takeOver(): void {
    for (const [key, { pushing }] of this.#live) {
      pushing?.fail('ResourceInUseException', 'Another subscription has taken its place');
      this.#live.set(key, { since: performance.now(), pushing: undefined });
    }
  }

  async close(): Promise<void> {
    for (const session of this.#sessions) session.destroy();
    await this.#port.close();
    this.#forwarder.close();
    this.#client.destroy();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await readBody(request);
      const call = serviceCall(request.headers, body);
      if (call.operation === 'SubscribeToShard') this.astray.push('SubscribeToShard over HTTP/1.1');
      const reply = this.consumers.answer(call) ?? (await this.#forwarder.send(request, body));
      response.writeHead(reply.status, { ...reply.headers, 'content-length': reply.body.length }).end(reply.body);
    } catch {
      response.destroy();
    }
  }

  async #subscribe(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
    this.#streams += 1;
    stream.on('close', () => (this.#streams -= 1)).on('error', () => {});
    try {
      const refusal = await this.#begin(stream, serviceCall(headers, await readBody(stream)));
      if (refusal !== undefined) refuse(stream, refusal);
    } catch (thrown) {
      const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
      refuse(stream, errorReply(name, message));
    }
  }

  async #begin(stream: ServerHttp2Stream, { operation, input }: ServiceCall): Promise<ServiceReply | undefined> {
    if (operation !== 'SubscribeToShard') {
      this.astray.push(`${operation} over HTTP/2`);
      return errorReply('UnknownOperationException', operation);
    }
    const [consumer, shardId] = [textIn(input, 'ConsumerARN') ?? '', textIn(input, 'ShardId') ?? ''];
    const streamName = this.consumers.streamOf(consumer);
    if (streamName === undefined) return errorReply('ResourceNotFoundException', `There is no active consumer ${consumer}`);
    const key = `${consumer}/${shardId}`;
    const live = this.#live.get(key);
    if (live !== undefined && performance.now() - live.since < APART_MS)
      return errorReply('ResourceInUseException', `${shardId} is subscribed to`);
    const place = { streamName, shardId };
    const from = input['StartingPosition'] as StartingPosition;
    const iterator = await openShard(this.#client, place, from);
    live?.pushing?.fail('ResourceInUseException', 'Another subscription has taken its place');
    const pushing = new Pushing(stream, this.#client, place, this.switches);
    this.#live.set(key, { since: performance.now(), pushing });
    this.begun.push({ shardId, from, at: performance.now() });
    void pushing.run(iterator).catch((thrown: unknown) => pushing.fail('InternalFailureException', String(thrown)));
    return undefined;
  }
}

function refuse(stream: ServerHttp2Stream, { status, headers, body }: ServiceReply): void {
  if (stream.destroyed || stream.headersSent) return;
  stream.respond({ ':status': status, ...headers });
  stream.end(body);
}
