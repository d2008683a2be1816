import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { only } from '../only.ts';
import type { MetricsPort } from '../parts.ts';

/** `GET /metrics`: Prometheus text. */
export function metricsRoute(app: FastifyInstance, metrics: MetricsPort): void {
  only(app, 'GET', '/metrics', {
    schema: { tags: ['operations'], summary: 'Metrics in the Prometheus text format.', produces: ['text/plain'] },
    handler: async (_request: FastifyRequest, reply: FastifyReply) => reply.type(metrics.contentType).send(await metrics.text()),
  });
}
