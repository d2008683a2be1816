import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TidegateError } from '../../kernel/errors.ts';
import { begun } from './begun.ts';
import { tooSlow } from './client-error.ts';
import type { RequestEvent } from './events.ts';
import type { HttpDoorParts } from './parts.ts';
import { sendError } from './send-error.ts';
import { serverTiming } from './server-timing.ts';

/** Answers invocations that come to no endpoint with an error, and tells of them under the endpoint's name, or `unknown`. */
export function refuser({
  clock,
  listener,
  tracer,
  connections,
}: Pick<HttpDoorParts, 'clock' | 'listener' | 'tracer' | 'connections'>) {
  return (name: string, request: FastifyRequest, reply: FastifyReply, error: TidegateError): void => {
    const now = clock.now();
    const arrivedAt = request.arrivedAt || now;
    const durationMs = now - arrivedAt;
    const tell = (ended: RequestEvent): void => {
      listener(ended);
      tracer?.began(begun(request, name, arrivedAt)).ended(ended);
    };
    const event = { door: 'http', endpoint: name, requestId: request.id, durationMs } as const;
    if (request.raw.destroyed && !request.raw.complete) {
      // The body broke off: there is nobody to answer.
      reply.hijack();
      tell({ ...event, status: tooSlow.has(request.raw.socket) ? 408 : 499 });
      return;
    }
    if (error.code === 'CLIENT_TOO_SLOW') {
      connections.tooSlow('room');
      // The rest of its body is not waited for.
      reply.header('connection', 'close');
    }
    const status = sendError(reply.header('server-timing', serverTiming()), request.id, error);
    tell({ ...event, status, error });
  };
}
