import type {
  FastifyContextConfig,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifySchema,
  HTTPMethods,
  RouteOptions,
} from 'fastify';
import { TidegateError } from '../../kernel/errors.ts';
import { sendError } from './send-error.ts';

const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * A route for one method; the others are answered 405 with `allow`, where Fastify alone would say 404. Its schema only describes it: what a
 * body must be is for the model to say, and a schema that Fastify knows of costs each request two microseconds, even if nothing is checked.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- the handler's params are of the route's own shape
export function only(
  app: FastifyInstance,
  method: 'GET' | 'POST',
  url: string,
  { schema, ...route }: Omit<RouteOptions<any, any, any, any>, 'method' | 'url'>,
): void {
  const allowed: readonly HTTPMethods[] = method === 'GET' ? ['GET', 'HEAD'] : [method];
  app.route({ ...route, method, url, config: describedBy(schema, url) });
  app.route({
    method: METHODS.filter((other) => !allowed.includes(other)),
    url,
    config: describedBy({ hide: true }, url),
    handler: (request: FastifyRequest, reply: FastifyReply) => {
      const error = new TidegateError(
        'METHOD_NOT_ALLOWED',
        `${request.method} is not for this route; it takes ${allowed.join(', ')}.`,
      );
      sendError(reply.header('allow', allowed.join(', ')), request.id, error);
    },
  });
}

/** What @fastify/swagger is told of a route. */
function describedBy(schema: FastifySchema | undefined, url: string): FastifyContextConfig {
  return { swaggerTransform: () => ({ schema: schema ?? {}, url }) };
}
