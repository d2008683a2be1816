import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods, RouteOptions } from 'fastify';
import { TidegateError } from '../../kernel/errors.ts';
import { sendError } from './send-error.ts';

const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** A route for one method; the others are answered 405 with `allow`, where Fastify alone would say 404. */
// oxlint-disable-next-line typescript/no-explicit-any -- the handler's params are of the route's own shape
export function only(
  app: FastifyInstance,
  method: 'GET' | 'POST',
  url: string,
  route: Omit<RouteOptions<any, any, any, any>, 'method' | 'url'>,
): void {
  const allowed: readonly HTTPMethods[] = method === 'GET' ? ['GET', 'HEAD'] : [method];
  app.route({ ...route, method, url });
  app.route({
    method: METHODS.filter((other) => !allowed.includes(other)),
    url,
    schema: { hide: true },
    handler: (request: FastifyRequest, reply: FastifyReply) => {
      const error = new TidegateError(
        'METHOD_NOT_ALLOWED',
        `${request.method} is not for this route; it takes ${allowed.join(', ')}.`,
      );
      sendError(reply.header('allow', allowed.join(', ')), request.id, error);
    },
  });
}
