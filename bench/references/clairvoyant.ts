import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { Pool } from 'undici';
import { takeRawBodies } from './raw-body.ts';

const REQUEST_HEAD = Buffer.from('{"instances":[');
const REPLY_HEAD = Buffer.from('{"predictions":[');
const COMMA = Buffer.from(',');
const TAIL = Buffer.from(']}');

interface Caller {
  readonly reply: FastifyReply;
  /** The bytes of its one instance. */
  readonly instance: Buffer;
}

/**
 * The best that a batching gateway could do, were it told what cannot be known. `POST /N/invocations` takes it that there are N
 * clients that come back at once, waits until min(N, `cap`) requests are there, and sends them as one call. It knows that
 * bodies are `{"instances":[x]}` to the byte, and that each prediction is as long as its instance. Nothing is checked.
 */
export function createClairvoyant(upstream: string, clientCounts: readonly number[], cap: number): FastifyInstance {
  const { origin, pathname } = new URL(upstream);
  const pool = new Pool(origin);
  const app = Fastify();
  takeRawBodies(app);
  app.addHook('onClose', () => pool.destroy());
  for (const clients of clientCounts) {
    const gather = gatherer(Math.min(clients, cap), (callers) => void sendBatch(pool, pathname, callers));
    app.post(`/${clients}/invocations`, (request, reply) => {
      gather({ reply, instance: (request.body as Buffer).subarray(REQUEST_HEAD.length, -TAIL.length) });
    });
  }
  return app;
}

/** Calls `send` with each `size` callers. Who leaves is forgotten, or the next run would wait for one too few. */
function gatherer(size: number, send: (callers: readonly Caller[]) => void): (caller: Caller) => void {
  const waiting: Caller[] = [];
  return (caller) => {
    waiting.push(caller);
    caller.reply.raw.once('close', () => {
      const at = waiting.indexOf(caller);
      if (at !== -1) waiting.splice(at, 1);
    });
    if (waiting.length === size) send(waiting.splice(0));
  };
}

async function sendBatch(pool: Pool, path: string, callers: readonly Caller[]): Promise<void> {
  try {
    const headers = { 'content-type': 'application/json' };
    const { body } = await pool.request({ path, method: 'POST', headers, body: join(callers) });
    split(Buffer.from(await body.arrayBuffer()), callers);
  } catch (error) {
    for (const { reply } of callers) reply.code(502).send(String(error));
  }
}

function join(callers: readonly Caller[]): Buffer {
  const elements = callers.flatMap(({ instance }, i) => (i === 0 ? [instance] : [COMMA, instance]));
  return Buffer.concat([REQUEST_HEAD, ...elements, TAIL]);
}

function split(answer: Buffer, callers: readonly Caller[]): void {
  let at = REPLY_HEAD.length;
  for (const { reply, instance } of callers) {
    const prediction = answer.subarray(at, at + instance.length);
    at += instance.length + COMMA.length;
    reply.header('content-type', 'application/json').send(Buffer.concat([REPLY_HEAD, prediction, TAIL]));
  }
}
