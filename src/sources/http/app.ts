import { randomUUID } from 'node:crypto';
import type { ServerOptions } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { TidegateError } from '../../kernel/errors.ts';
import { BodyBudget } from './body-budget.ts';
import { answerClientError } from './client-error.ts';
import { fromFastify } from './fastify-error.ts';
import type { HttpDoorParts } from './parts.ts';
import { readBody } from './read-body.ts';
import { describeRoutes, docsRoutes } from './routes/docs.ts';
import { healthRoutes, pingRoute } from './routes/health.ts';
import { endpointOf, invocationRoutes } from './routes/invocations.ts';
import { metricsRoute } from './routes/metrics.ts';
import { sendError } from './send-error.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Monotonic time at which the body began to arrive; 0 when there was none. */
    arrivedAt: number;
  }
  interface FastifyInstance {
    isStopping(): boolean;
  }
}

/** SageMaker's longest endpoint name, and room to say clearly that a longer one is unknown. */
const LONGEST_NAME = 256;
/** Longer than the idle time of common load balancers (60 s), so that the gateway is not the one to close first. */
const KEEP_ALIVE_MS = 72_000;

/** The invocation server; health and metrics too unless `admin` has a server of its own. */
export async function createHttpApp(parts: HttpDoorParts, withAdmin: boolean): Promise<FastifyInstance> {
  const app = bare(parts);
  const budget = new BodyBudget(parts.options.maxBufferedBytes);
  app.removeAllContentTypeParsers();
  app.decorateRequest('arrivedAt', 0);
  app.addContentTypeParser('*', (request, payload, done) => {
    request.arrivedAt = parts.clock.now();
    const queue = endpointOf(request, parts.endpoints)?.arrivals;
    readBody(payload, { limitBytes: parts.options.bodyLimitBytes, budget, queue }, done);
  });
  await describeRoutes(app, parts.version);
  invocationRoutes(app, { ...parts, budget });
  pingRoute(app, parts.health);
  if (withAdmin) adminRoutes(app, parts);
  await docsRoutes(app);
  return app;
}

/** The operators' server. */
export function createAdminApp(parts: HttpDoorParts): FastifyInstance {
  const app = bare(parts);
  adminRoutes(app, parts);
  return app;
}

function adminRoutes(app: FastifyInstance, parts: HttpDoorParts): void {
  healthRoutes(app, parts.health);
  metricsRoute(app, parts.metrics);
}

/**
 * Node takes the larger of the two time-outs for the whole request when the one for headers is not the smaller; and looks for
 * late requests only so often, by default every 30 s.
 */
function lateRequests(requestTimeoutMs: number): ServerOptions {
  return {
    requestTimeout: requestTimeoutMs,
    headersTimeout: Math.min(60_000, requestTimeoutMs),
    connectionsCheckingInterval: Math.max(50, Math.min(5000, requestTimeoutMs / 4)),
  };
}

/** A server without routes, whose every error has the gateway's form. */
function bare({ options, health, onFault }: HttpDoorParts): FastifyInstance {
  const app = Fastify({
    logger: false,
    genReqId: () => randomUUID(),
    bodyLimit: options.bodyLimitBytes,
    requestTimeout: options.requestTimeoutMs,
    http: lateRequests(options.requestTimeoutMs),
    keepAliveTimeout: KEEP_ALIVE_MS,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: LONGEST_NAME },
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => {
      sendError(reply, request.id, fromFastify(error));
    },
  });
  app.decorate('isStopping', () => health.isStopping());
  // The schemas describe; what a body must be is for the model to say.
  app.setValidatorCompiler(() => () => true);
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
