import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { TidegateError } from '../../../kernel/errors.ts';
import type { AnsweringParts } from '../answering.ts';
import { only } from '../only.ts';
import type { ConsolePort, PageFile } from '../parts.ts';
import { feedTo } from './console-feed.ts';
import { trySend } from './console-send.ts';

/** Nothing from anywhere else, nothing inline, in nobody's frame. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // Asked for again each time, and not sent again unless it has changed.
  'cache-control': 'no-cache',
};

/** `GET /console`, its files, its feed of aggregates, and the way of its "send a request" to the endpoints. */
export function consoleRoutes(scope: FastifyInstance, parts: AnsweringParts): void {
  const { console } = parts;
  const hide = { schema: { hide: true } };
  scope.addHook('preClose', (done) => {
    console.close();
    done();
  });
  only(scope, 'GET', '/console', {
    schema: { tags: ['operations'], summary: 'The live page.', produces: ['text/html'] },
    handler: (request: FastifyRequest, reply: FastifyReply) => send(console, 'index.html', request, reply),
  });
  // The names in the page are relative to `/console`.
  only(scope, 'GET', '/console/', {
    ...hide,
    handler: (_request: FastifyRequest, reply: FastifyReply) => reply.redirect('../console', 308),
  });
  only(scope, 'GET', '/console/feed', { ...hide, handler: feedTo(console) });
  only(scope, 'GET', '/console/:file', {
    ...hide,
    handler: (request: FastifyRequest<{ Params: { file: string } }>, reply: FastifyReply) =>
      send(console, request.params.file, request, reply),
  });
  trySend(scope, parts);
}

function send({ files }: ConsolePort, name: string, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const file = files.get(name);
  if (file === undefined) throw new TidegateError('ROUTE_NOT_FOUND', 'There is nothing at this path.');
  reply.headers(HEADERS).header('etag', file.etag);
  return isKnown(file, request) ? reply.code(304).send() : reply.type(file.type).send(file.body);
}

function isKnown({ etag }: PageFile, { headers }: FastifyRequest): boolean {
  return headers['if-none-match'] === etag;
}
