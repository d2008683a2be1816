import type { FastifyReply } from 'fastify';

/** The last answer on its connection says `connection: close`, so that its client does not send the next into a closed one. */
export function closeIfStopping(reply: FastifyReply): void {
  if (reply.server.isStopping()) reply.raw.shouldKeepAlive = false;
}
