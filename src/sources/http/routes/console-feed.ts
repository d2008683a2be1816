import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TidegateError } from '../../../kernel/errors.ts';
import type { ConsolePort, FeedWatcher } from '../parts.ts';

/** One that reads more slowly than it is told comes to its end, and finds everything anew when it comes back. */
const MOST_UNREAD_BYTES = 4_194_304;
/** After how long a browser comes back. */
const RETRY_MS = 1000;

/** `GET /console/feed`: server-sent events. */
export function feedTo(console: ConsolePort) {
  return (_request: FastifyRequest, reply: FastifyReply): void => {
    const { raw } = reply;
    const pending: string[] = [];
    let isOpen = false;
    const watcher: FeedWatcher = {
      send: (event, data) => {
        const text = `event: ${event}\ndata: ${data}\n\n`;
        if (isOpen) write(raw, text);
        else pending.push(text);
      },
      end: () => raw.end(),
    };
    const leave = console.watch(watcher);
    if (leave === undefined) throw new TidegateError('BUFFER_FULL', 'Too many live pages are open.', { retryAfterMs: 5000 });
    reply.hijack();
    raw.once('close', leave);
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      // Said to nginx, which would keep it to itself.
      'x-accel-buffering': 'no',
    });
    isOpen = true;
    raw.write([`retry: ${RETRY_MS}\n\n`, ...pending].join(''));
  };
}

function write(raw: ServerResponse, text: string): void {
  if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy();
  else raw.write(text);
}
