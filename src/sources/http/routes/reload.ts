import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { TidegateError } from '../../../kernel/errors.ts';
import { only } from '../only.ts';

/** `POST /admin/reload`: as SIGHUP does it, and told how it went. */
export function reloadRoute(app: FastifyInstance, reload: () => Promise<void>): void {
  only(app, 'POST', '/admin/reload', {
    schema: { tags: ['operations'], summary: 'Reads the config again; where it cannot be used, the one in force stays.' },
    handler: async (_request: FastifyRequest, reply: FastifyReply) => {
      try {
        await reload();
      } catch (thrown) {
        const message = thrown instanceof Error ? thrown.message : String(thrown);
        throw new TidegateError('CONFIG_REFUSED', message, { cause: thrown });
      }
      return reply.send({ reloaded: true });
    },
  });
}
