import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CallerHeaders, EndpointPort, InferenceOutcome } from '../../../endpoints/port.ts';
import { TidegateError } from '../../../kernel/errors.ts';
import { refusalAtBody } from '../guarding/admission.ts';
import { only } from '../only.ts';
import type { HttpDoorParts } from '../parts.ts';
import { refuser } from '../refuser.ts';
import { sendError } from '../send-error.ts';
import { sendReply } from '../send-reply.ts';
import { serverTiming } from '../server-timing.ts';
import { callerWishes } from '../tidegate-headers.ts';

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
export function trySend(scope: FastifyInstance, parts: HttpDoorParts): void {
  const { clock, guard, endpoints, listener, options } = parts;
  const refuse = refuser(parts);

  const serve = (endpoint: EndpointPort, request: FastifyRequest, reply: FastifyReply, body: Buffer): void => {
    const { arrivedAt } = request;
    let ended = false;
    const end = (status: number, outcome?: InferenceOutcome): void => {
      ended = true;
      const durationMs = clock.now() - arrivedAt;
      const error = outcome?.kind === 'failed' ? outcome.error : undefined;
      const { story } = outcome ?? {};
      listener({ door: 'http', endpoint: endpoint.name, requestId: request.id, status, durationMs, story, error });
    };
    const submitted = endpoint.submit(
      { headers: ofCaller(request), body, arrivedAt, ...callerWishes(request.headers) },
      (outcome) => {
        if (!ended) end(answer(reply, request.id, outcome), outcome);
      },
    );
    reply.raw.on('close', () => {
      if (ended) return;
      submitted.cancel();
      end(499);
    });
  };

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
        else serve(endpoint, request, reply, body);
      },
    });
  });
}

/** What a browser adds of its own, and the operator's credentials, are nothing that the model should see. */
function ofCaller({ headers: { 'content-type': type, accept } }: FastifyRequest): CallerHeaders {
  return { 'content-type': type, accept };
}

function answer(reply: FastifyReply, requestId: string, outcome: InferenceOutcome): number {
  if (outcome.kind === 'answered') return sendReply(reply, requestId, outcome.reply, outcome.story);
  return sendError(reply.header('server-timing', serverTiming(outcome.story)), requestId, outcome.error);
}
