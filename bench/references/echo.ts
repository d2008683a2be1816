import Fastify, { type FastifyInstance } from 'fastify';
import { takeRawBodies } from './raw-body.ts';

/** A bare Fastify route that answers with the request's body: what a Node HTTP server costs at least. */
export function createEcho(): FastifyInstance {
  const app = Fastify();
  takeRawBodies(app);
  app.post('/invocations', (request, reply) => reply.header('content-type', 'application/json').send(request.body));
  return app;
}
