import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { only } from '../only.ts';

/** Must be registered before the routes it describes. */
export async function describeRoutes(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Tidegate', description: 'Micro-batching inference gateway.', version, license: { name: 'Apache-2.0' } },
    },
  });
}

/** `GET /openapi.json` and `GET /docs`, its page. */
export async function docsRoutes(app: FastifyInstance): Promise<void> {
  only(app, 'GET', '/openapi.json', {
    schema: { hide: true },
    handler: (_request: FastifyRequest, reply: FastifyReply) => reply.send(app.swagger()),
  });
  await app.register(swaggerUi, { routePrefix: '/docs' });
}
