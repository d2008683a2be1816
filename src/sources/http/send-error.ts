import type { FastifyReply } from 'fastify';
import type { TidegateError } from '../../kernel/errors.ts';
import type { Headers } from '../../kernel/headers.ts';
import { awsError } from './aws-error.ts';
import { closeIfStopping } from './close-if-stopping.ts';

/** Answers with an error; returns the status sent. */
export function sendError(reply: FastifyReply, requestId: string, error: TidegateError, more: Headers = {}): number {
  const wire = awsError(error, requestId);
  closeIfStopping(reply);
  // As bytes, so that the content type stays as it is.
  reply
    .code(wire.status)
    .headers({ ...wire.headers, ...more })
    .send(Buffer.from(wire.body));
  return wire.status;
}
