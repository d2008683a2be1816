import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CallerHeaders } from '../../../endpoints/port.ts';
import { TidegateError } from '../../../kernel/errors.ts';
import { type AnsweringParts, answering } from '../answering.ts';
import { refusalAtBody } from '../guarding/admission.ts';
import { only } from '../only.ts';
import { refuser } from '../refuser.ts';

/** A page of another site cannot set it without asking first, and is not answered when it asks. */
const OURS = 'x-tidegate-console';
const NOTHING = Buffer.alloc(0);

interface SendParams {
  Params: { name: string };
}

/**
 * `POST /console/endpoints/{name}/invocations`: what the live page sends, as a caller would, on the server that the page is on. Its sender
 * needs the right to call the endpoint, too.
 */
export function trySend(scope: FastifyInstance, parts: AnsweringParts): void {
  const { clock, guard, endpoints, options } = parts;
  const refuse = refuser(parts);

  const answer = answering(parts);

  void scope.register(async (inner) => {
    inner.removeAllContentTypeParsers();
    inner.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: options.bodyLimitBytes }, (_request, body, done) =>
      done(null, body),
    );
    only(inner, 'POST', '/console/endpoints/:name/invocations', {
      schema: { hide: true },
      handler: (request: FastifyRequest<SendParams>, reply: FastifyReply): void => {
        request.arrivedAt = clock.now();
        const { name } = request.params;
        const body = Buffer.isBuffer(request.body) ? request.body : NOTHING;
        if (request.headers[OURS] === undefined) throw new TidegateError('INVALID_HEADER', `Expected the header ${OURS}.`);
        const refused = guard === undefined ? undefined : refusalAtBody(guard, request, name, body);
        const endpoint = endpoints.get(name);
        if (refused !== undefined) refuse(endpoint?.name ?? 'unknown', request, reply, refused);
        else if (endpoint === undefined) throw new TidegateError('UNKNOWN_ENDPOINT', `Endpoint ${name} not found.`);
        else answer(endpoint, request, reply, ofCaller(request));
      },
    });
  });
}

/** What a browser adds of its own, and the operator's credentials, are nothing that the model should see. */
function ofCaller({ headers: { 'content-type': type, accept } }: FastifyRequest): CallerHeaders {
  return { 'content-type': type, accept };
}
