import Fastify, { type FastifyInstance } from 'fastify';
import { Pool } from 'undici';
import { takeRawBodies } from './raw-body.ts';

/** The gateway that everybody has: each request is one call. */
export function createPlainProxy(upstream: string): FastifyInstance {
  const { origin, pathname: path } = new URL(upstream);
  const pool = new Pool(origin);
  const app = Fastify();
  takeRawBodies(app);
  app.addHook('onClose', () => pool.destroy());
  app.post('/invocations', async (request, reply) => {
    const headers = { 'content-type': 'application/json' };
    const { statusCode, body } = await pool.request({ path, method: 'POST', headers, body: request.body as Buffer });
    reply.code(statusCode).header('content-type', 'application/json');
    return Buffer.from(await body.arrayBuffer());
  });
  return app;
}
