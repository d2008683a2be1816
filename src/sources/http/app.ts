import Fastify, { type FastifyContentTypeParser, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Admission } from '../../auth/port.ts';
import { TidegateError } from '../../kernel/errors.ts';
import type { AnsweringParts } from './answering.ts';
import { BodyBudget } from './body-budget.ts';
import { clientErrors } from './client-error.ts';
import { fromFastify } from './fastify-error.ts';
import { refusalAtHead } from './guarding/admission.ts';
import { operatorsOnly } from './guarding/operators-only.ts';
import type { HttpDoorParts } from './parts.ts';
import { readBody } from './read-body.ts';
import { newRequestId } from './request-id.ts';
import { consoleRoutes } from './routes/console.ts';
import { describeRoutes, docsRoutes } from './routes/docs.ts';
import { healthRoutes, pingRoute } from './routes/health.ts';
import { endpointOf, invocationRoutes, nameOf } from './routes/invocations.ts';
import { metricsRoute } from './routes/metrics.ts';
import { reloadRoute } from './routes/reload.ts';
import { sendError } from './send-error.ts';
import { createServer } from './server/create-server.ts';
import type { TlsFiles } from './server/tls-files.ts';
import { Arriving } from './slow/arriving.ts';
import { UnreadAnswers } from './slow/unread-answers.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Monotonic time at which the body began to arrive; 0 when there was none. */
    arrivedAt: number;
    /** What the guard said of its head, where there is one and it did not refuse. */
    admission: Admission | undefined;
  }
  interface FastifyInstance {
    isStopping(): boolean;
  }
}

/** SageMaker's longest endpoint name, and room to say clearly that a longer one is unknown. */
const LONGEST_NAME = 256;

/** The invocation server; health and metrics too unless `admin` has a server of its own. */
export async function createHttpApp(parts: HttpDoorParts, withAdmin: boolean): Promise<FastifyInstance> {
  const { options, clock } = parts;
  const app = bare(parts, parts.tls);
  const all = answeringParts(parts);
  const { budget, unread } = all;
  const arriving = new Arriving(clock, options.requestTimeoutMs);
  const makeRoom = (): boolean => [arriving, unread].map((slow) => slow.makeRoom()).includes(true);
  app.removeAllContentTypeParsers();
  app.decorateRequest('arrivedAt', 0);
  app.decorateRequest('admission', undefined);
  const parse: FastifyContentTypeParser = (request, payload, done) => {
    request.arrivedAt = clock.now();
    const queue = endpointOf(request, parts.endpoints)?.arrivals;
    const refusal = refusalAtHead(parts.guard, request, nameOf(request, parts.endpoints));
    readBody(payload, { limitBytes: options.bodyLimitBytes, budget, queue, arriving, makeRoom, refusal }, done);
  };
  // What matches a pattern Fastify looks up once a type; what falls to `*`, each time.
  app.addContentTypeParser(/^/, parse);
  app.addContentTypeParser('*', parse);
  await describeRoutes(app, parts.version);
  invocationRoutes(app, all);
  pingRoute(app, parts.health);
  if (withAdmin) adminRoutes(app, all);
  await app.register(async (inner) => {
    guarded(inner, parts);
    await docsRoutes(inner);
  });
  return app;
}

/** The operators' server. */
export function createAdminApp(parts: HttpDoorParts): FastifyInstance {
  const app = bare(parts, parts.adminTls);
  adminRoutes(app, answeringParts(parts));
  return app;
}

/** With what bounds all that a server holds. */
function answeringParts(parts: HttpDoorParts): AnsweringParts {
  const { options, clock, connections } = parts;
  const budget = new BodyBudget(options.maxBufferedBytes);
  const unread = new UnreadAnswers(clock, options.responseTimeoutMs, budget, () => connections.tooSlow('answer'));
  return { ...parts, budget, unread };
}

function adminRoutes(app: FastifyInstance, parts: AnsweringParts): void {
  healthRoutes(app, parts.health);
  app.register((inner, _options, done) => {
    guarded(inner, parts);
    metricsRoute(inner, parts.metrics);
    consoleRoutes(inner, parts);
    // Only where operators are told from others: else any page in a browser on this machine could ask for it.
    if (parts.guard !== undefined) reloadRoute(inner, parts.reload);
    done();
  });
}

/** Every route of this scope is for operators, where anybody is told apart at all. */
function guarded(scope: FastifyInstance, { guard }: HttpDoorParts): void {
  if (guard !== undefined) scope.addHook('onRequest', operatorsOnly(guard));
}

/** A server without routes, whose every error has the gateway's form. */
function bare({ options, health, onFault, connections }: HttpDoorParts, tls: TlsFiles | undefined): FastifyInstance {
  const app = Fastify({
    logger: false,
    genReqId: newRequestId,
    bodyLimit: options.bodyLimitBytes,
    serverFactory: (handler) => createServer(handler, options, tls, connections),
    keepAliveTimeout: options.keepAliveTimeoutMs,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: LONGEST_NAME },
    clientErrorHandler: clientErrors(connections),
    frameworkErrors: (error, request, reply) => {
      sendError(reply, request.id, fromFastify(error));
    },
  });
  app.decorate('isStopping', () => health.isStopping());
  app.setErrorHandler((thrown, request, reply) => {
    const error = fromFastify(thrown);
    if (error.code === 'INTERNAL_FAILURE') onFault(thrown);
    sendError(reply, request.id, error);
  });
  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    sendError(reply, request.id, new TidegateError('ROUTE_NOT_FOUND', `There is no route ${request.method} ${path}.`));
  });
  return app;
}
