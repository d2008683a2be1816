import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type ErrorCode, TidegateError } from '../../kernel/errors.ts';
import type { ConnectionListener } from './events.ts';
import { rawAnswer } from './raw-answer.ts';

/** Errors of Node's parser, which come before there is a request. */
const CODES: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  HPE_HEADER_OVERFLOW: ['HEADERS_TOO_LARGE', 'The request headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['CLIENT_TOO_SLOW', 'The request did not arrive in time.'],
};

/** Connections that were told 408, for whoever counts the request that did not come. */
export const tooSlow = new WeakSet<Socket>();

/** An answer to an earlier request is still to come: its client would take this one for it. */
function owesAnAnswer(socket: Socket & { _httpMessage?: { req: IncomingMessage } | null }): boolean {
  return socket._httpMessage?.req.complete === true;
}

/** Answers what is not a request in the same form as any other error, and closes the connection. */
export function clientErrors(listener: ConnectionListener) {
  return (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
      tooSlow.add(socket);
      listener.tooSlow('request');
    }
    if (!socket.writable || error.code === 'ECONNRESET' || owesAnAnswer(socket)) {
      socket.destroy();
      return;
    }
    const [code, message] = CODES[error.code ?? ''] ?? ['MALFORMED_REQUEST', 'The request is not valid HTTP.'];
    socket.end(rawAnswer(new TidegateError(code, message)));
  };
}
