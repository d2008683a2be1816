import { createServer as createHttpServer, type Server as HttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { ConnectionListener } from '../events.ts';
import type { ServerOptions } from '../options.ts';
import { checkCertificates } from './check-certificates.ts';
import { meetExpectations } from './expectations.ts';
import { limitServer, limitsOf } from './limits.ts';
import { tellQueued } from './queued-answers.ts';
import { refuseWithoutHost } from './refuse-without-host.ts';
import type { TlsFiles } from './tls-files.ts';

/** Node's server with all limits, over TLS where there are files for it. */
export function createServer(
  handler: RequestListener,
  options: ServerOptions,
  tls: TlsFiles | undefined,
  listener: ConnectionListener,
): HttpServer {
  const handle: RequestListener = (request, response) => {
    tellQueued(request.socket, response);
    if (!refuseWithoutHost(request, response)) handler(request, response);
  };
  const server =
    tls === undefined ? createHttpServer(limitsOf(options), handle) : createTlsServer(handle, options, tls, listener);
  limitServer(server, options);
  meetExpectations(server, handle);
  server.on('drop', () => listener.refused('limit'));
  return server;
}

function createTlsServer(
  handler: RequestListener,
  options: ServerOptions,
  tls: TlsFiles,
  listener: ConnectionListener,
): HttpServer {
  const asksForCertificates = tls.options.clientAuth === 'required';
  const server = createHttpsServer(
    {
      ...limitsOf(options),
      ...tls.context,
      requestCert: asksForCertificates,
      // Judged by `checkCertificates` instead, which can say why.
      rejectUnauthorized: false,
      handshakeTimeout: Math.min(options.headersTimeoutMs, options.requestTimeoutMs),
    },
    handler,
  );
  if (asksForCertificates) checkCertificates(server, listener);
  // Node would answer in plain HTTP over what is no agreed connection.
  server.removeAllListeners('tlsClientError');
  server.on('tlsClientError', (_error, socket) => {
    listener.refused('handshake');
    socket.destroy();
  });
  tls.onRenewal((context) => server.setSecureContext(context));
  return server;
}
