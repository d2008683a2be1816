import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TidegateError } from '../../kernel/errors.ts';
import { tooSlow } from './client-error.ts';
import type { HttpDoorParts } from './parts.ts';
import { sendError } from './send-error.ts';
import { serverTiming } from './server-timing.ts';

/** Answers invocations that come to no endpoint with an error, and tells of them under the endpoint's name, or `unknown`. */
export function refuser({ clock, listener, connections }: Pick<HttpDoorParts, 'clock' | 'listener' | 'connections'>) {
  return (name: string, request: FastifyRequest, reply: FastifyReply, error: TidegateError): void => {
    const durationMs = request.arrivedAt === 0 ? 0 : clock.now() - request.arrivedAt;
    const event = { door: 'http', endpoint: name, requestId: request.id, durationMs } as const;
    if (request.raw.destroyed && !request.raw.complete) {
      // The body broke off: there is nobody to answer.
      reply.hijack();
      listener({ ...event, status: tooSlow.has(request.raw.socket) ? 408 : 499 });
      return;
    }
    if (error.code === 'CLIENT_TOO_SLOW') {
      connections.tooSlow('room');
      // The rest of its body is not waited for.
      reply.header('connection', 'close');
    }
    const status = sendError(reply.header('server-timing', serverTiming()), request.id, error);
    listener({ ...event, status, error });
  };
}
