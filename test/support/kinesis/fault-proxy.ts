import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Clock, systemClock } from '../../../src/kernel/clock.ts';
import type { Emulator } from './emulator.ts';
import { Forwarder } from './forwarder.ts';
import { type Aim, Interferences } from './interferences.ts';
import { PartialPuts, type RecordFailure } from './partial-puts.ts';
import { ReadLimits } from './read-limits.ts';
import { errorReply, type ServiceCall, type ServiceReply, serviceCall } from './service-call.ts';

/**
 * `reset`: the connection is broken. `503`. `hung`: no answer ever. `throttled` and `expired` by the service's own error. None of
 * these reaches the emulator. `lost` does, and its answer is dropped. Operations are the API's, names those of streams and tables.
 */
export interface ProxyFault extends Aim {
  readonly how: 'reset' | '503' | 'hung' | 'throttled' | 'expired' | 'lost';
}

/** AWS takes no call that was signed further away from its own time than this. */
const MAX_SKEW_MS = 300_000;

/**
 * A proxy before an emulator, for what the emulator does not do: limits, failures and lost answers. It speaks the JSON protocols
 * of Kinesis and DynamoDB over HTTP/1.1. Everything can be switched while it runs.
 */
export class FaultProxy implements Emulator {
  /** What may be read of a shard; switched off until told. */
  readonly reads: ReadLimits;
  /** Whether calls that a wrong clock signed are refused, which emulators do not. */
  checksClocks = false;
  readonly #faults: Interferences<ProxyFault>;
  readonly #puts: PartialPuts;
  readonly #forwarder: Forwarder;
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  readonly #calls = new Map<string, number>();
  readonly #met = new Map<string, number>();
  #url = '';

  private constructor(target: string, clock: Clock) {
    this.#forwarder = new Forwarder(target);
    this.#faults = new Interferences(clock);
    this.#puts = new PartialPuts(clock);
    this.reads = new ReadLimits(clock);
  }

  static async start(target: string, clock: Clock = systemClock): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, clock);
    proxy.#server.keepAliveTimeout = 60_000;
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    const address = proxy.#server.address();
    if (address === null || typeof address === 'string') throw new Error('Expected a port');
    proxy.#url = `http://127.0.0.1:${address.port}`;
    return proxy;
  }

  get url(): string {
    return this.#url;
  }

  /** @returns what takes it back */
  inject(fault: ProxyFault): () => void {
    return this.#faults.add(fault);
  }

  /** Records of PutRecords fail one by one, and do not reach the emulator. @returns what takes it back */
  failRecords(failure: RecordFailure): () => void {
    return this.#puts.failures.add(failure);
  }

  /** Records a second and stream; more are throttled. */
  set recordsPerSecond(most: number) {
    this.#puts.recordsPerSecond = most;
  }

  expireIterators(calls: number): void {
    this.inject({ how: 'expired', operations: ['GetRecords'], times: calls });
  }

  /** Takes everything back. Calls that hang stay hung. */
  heal(): void {
    this.#faults.clear();
    this.#puts.failures.clear();
    this.#puts.recordsPerSecond = Number.POSITIVE_INFINITY;
    this.reads.lift();
  }

  /** How often an operation was called, whatever came of it. */
  calls(operation: string): number {
    return this.#calls.get(operation) ?? 0;
  }

  /** How many calls met a fault, or records of PutRecords theirs. */
  met(how: ProxyFault['how'] | 'record' | 'skewed'): number {
    return how === 'record' ? this.#puts.failed : (this.#met.get(how) ?? 0);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#forwarder.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await readAll(request);
      const call = serviceCall(request.headers, body);
      const reply = await this.#reply(call, (sent = body) => this.#forwarder.send(request, sent));
      if (reply === 'broken') response.destroy();
      else if (reply !== 'hung')
        response.writeHead(reply.status, { ...reply.headers, 'content-length': reply.body.length }).end(reply.body);
    } catch {
      response.destroy();
    }
  }

  async #reply(call: ServiceCall, forward: (body?: Buffer) => Promise<ServiceReply>): Promise<ServiceReply | 'broken' | 'hung'> {
    count(this.#calls, call.operation);
    if (this.checksClocks && Math.abs(call.signedAt - Date.now()) > MAX_SKEW_MS) {
      count(this.#met, 'skewed');
      return errorReply('InvalidSignatureException', 'Signature expired, or not yet current');
    }
    const fault = this.#faults.meet(call.operation, call.name ?? this.reads.streamOf(call));
    if (fault !== undefined) count(this.#met, fault.how);
    switch (fault?.how) {
      case undefined:
        return this.#carryOut(call, forward);
      case 'lost':
        await this.#carryOut(call, forward);
        return 'broken';
      case 'reset':
        return 'broken';
      case 'hung':
        return 'hung';
      case '503':
        return errorReply('ServiceUnavailable', 'by the test', 503);
      case 'throttled':
        return errorReply('ProvisionedThroughputExceededException', 'by the test');
      case 'expired':
        return errorReply('ExpiredIteratorException', 'by the test');
    }
  }

  async #carryOut(call: ServiceCall, forward: (body?: Buffer) => Promise<ServiceReply>): Promise<ServiceReply> {
    if (call.operation === 'PutRecords') return this.#puts.put(call, forward);
    if (!this.reads.allow(call)) {
      count(this.#met, 'throttled');
      return errorReply('ProvisionedThroughputExceededException', 'Rate exceeded for shard');
    }
    const reply = await forward();
    if (reply.status === 200) this.reads.learn(call, reply.body);
    return reply;
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, 1 + (counts.get(key) ?? 0));
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
