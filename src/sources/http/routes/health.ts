import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { only } from '../only.ts';
import type { HealthPort } from '../parts.ts';

/** `GET /healthz`: the process lives. `GET /readyz`: it wants work; 503 while it starts or drains, or while every endpoint is down. */
export function healthRoutes(app: FastifyInstance, health: HealthPort): void {
  const tags = ['operations'];
  only(app, 'GET', '/healthz', {
    schema: { tags, summary: 'Whether the process is alive.' },
    handler: (_request: FastifyRequest, reply: FastifyReply) => reply.send({ status: 'alive' }),
  });
  only(app, 'GET', '/readyz', {
    schema: { tags, summary: 'Whether it takes new work.' },
    handler: readiness(health),
  });
}

/** `GET /ping` of the SageMaker container contract, which is asked for where invocations are. */
export function pingRoute(app: FastifyInstance, health: HealthPort): void {
  const schema = { tags: ['inference'], summary: 'Health check of the SageMaker container contract.' };
  only(app, 'GET', '/ping', { schema, handler: readiness(health) });
}

function readiness(health: HealthPort) {
  return (_request: FastifyRequest, reply: FastifyReply) => {
    const reason = health.notReady();
    return reply
      .code(reason === undefined ? 200 : 503)
      .send(reason === undefined ? { status: 'ready' } : { status: 'not ready', reason });
  };
}
