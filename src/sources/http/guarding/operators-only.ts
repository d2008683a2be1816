import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Guard, OPERATOR } from '../../../auth/port.ts';
import { TidegateError } from '../../../kernel/errors.ts';
import { sendError } from '../send-error.ts';

/** Browsers ask for a password then; any token of an operator is one, whatever the user's name. */
const CHALLENGE = 'Bearer realm="tidegate", Basic realm="tidegate", charset="UTF-8"';
const NOTHING = Buffer.alloc(0);

/** An `onRequest` hook for the routes of operators. Of requests that are signed, only those without a body are let in. */
export function operatorsOnly(guard: Guard) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const said = guard.admit(request.raw, OPERATOR);
    const refused = said instanceof TidegateError ? said : said.atBody?.(NOTHING);
    if (refused === undefined) done();
    else sendError(reply, request.id, refused, refused.status === 401 ? { 'www-authenticate': CHALLENGE } : {});
  };
}
