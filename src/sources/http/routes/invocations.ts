import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { EndpointDirectory, EndpointPort } from '../../../endpoints/port.ts';
import { TidegateError } from '../../../kernel/errors.ts';
import { type AnsweringParts, answering } from '../answering.ts';
import { fromFastify } from '../fastify-error.ts';
import { refusalAtBody } from '../guarding/admission.ts';
import { only } from '../only.ts';
import { refuser } from '../refuser.ts';
import { CONTAINER_DOCS, RUNTIME_DOCS } from './invocations-docs.ts';

const NOTHING = Buffer.alloc(0);
/** The default endpoint's name where there is none: no endpoint can have it. */
const NOBODY = '';

/**
 * `POST /endpoints/{name}/invocations`, the SageMaker Runtime API's InvokeEndpoint, and `POST /invocations`, the SageMaker
 * container contract, for the default endpoint. The hot path: no hooks, no parsing, no controller a request.
 */
export function invocationRoutes(app: FastifyInstance, parts: AnsweringParts): void {
  const refuse = refuser(parts);

  const serve = answering(parts);

  /** Refuses who may not come in. @returns whether it did */
  const turnsAway = (name: string, request: FastifyRequest, reply: FastifyReply): boolean => {
    if (parts.guard === undefined) return false;
    const body = Buffer.isBuffer(request.body) ? request.body : NOTHING;
    const refused = refusalAtBody(parts.guard, request, name, body);
    if (refused !== undefined) refuse(parts.endpoints.get(name)?.name ?? 'unknown', request, reply, refused);
    return refused !== undefined;
  };

  const byName = (request: FastifyRequest<{ Params: { name: string } }>, reply: FastifyReply): void => {
    const { name } = request.params;
    if (turnsAway(name, request, reply)) return;
    const endpoint = parts.endpoints.get(name);
    if (endpoint !== undefined) serve(endpoint, request, reply, request.headers);
    else refuse('unknown', request, reply, new TidegateError('UNKNOWN_ENDPOINT', `Endpoint ${name} not found.`));
  };

  const byDefault = (request: FastifyRequest, reply: FastifyReply): void => {
    const endpoint = parts.endpoints.default;
    if (turnsAway(endpoint?.name ?? NOBODY, request, reply)) return;
    if (endpoint !== undefined) serve(endpoint, request, reply, request.headers);
    else
      refuse(
        'unknown',
        request,
        reply,
        new TidegateError('UNKNOWN_ENDPOINT', 'No endpoint is the default one: name it in the path.'),
      );
  };

  /** What is thrown before an outcome: a body that would not come in, a header of ours that is wrong. */
  const errorHandler = (thrown: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const error = fromFastify(thrown);
    if (error.code === 'INTERNAL_FAILURE') parts.onFault(thrown);
    refuse(endpointOf(request, parts.endpoints)?.name ?? 'unknown', request, reply, error);
  };

  only(app, 'POST', '/endpoints/:name/invocations', { schema: RUNTIME_DOCS, errorHandler, handler: byName });
  only(app, 'POST', '/invocations', { schema: CONTAINER_DOCS, errorHandler, handler: byDefault });
}

/** The endpoint that a request is for. */
export function endpointOf({ params }: FastifyRequest, endpoints: EndpointDirectory): EndpointPort | undefined {
  const { name } = params as { name?: string };
  return name === undefined ? endpoints.default : endpoints.get(name);
}

/** By what name a guard knows the endpoint that is asked for, be there one or not. */
export function nameOf({ params }: FastifyRequest, endpoints: EndpointDirectory): string {
  const { name } = params as { name?: string };
  return name ?? endpoints.default?.name ?? NOBODY;
}
