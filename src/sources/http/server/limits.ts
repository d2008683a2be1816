import type { Server as HttpServer, ServerOptions as NodeOptions } from 'node:http';
import type { ServerOptions } from '../options.ts';

/**
 * Node takes the larger of the two time-outs for the whole request when the one for headers is not the smaller; and looks for
 * late requests only so often, by default every 30 s.
 */
export function limitsOf({ requestTimeoutMs, headersTimeoutMs, keepAliveTimeoutMs, maxHeaderBytes }: ServerOptions): NodeOptions {
  const headersTimeout = Math.min(headersTimeoutMs, requestTimeoutMs);
  return {
    requestTimeout: requestTimeoutMs,
    headersTimeout,
    connectionsCheckingInterval: Math.max(50, Math.min(5000, headersTimeout / 4)),
    keepAliveTimeout: keepAliveTimeoutMs,
    maxHeaderSize: maxHeaderBytes,
    // Said for the reader: what Node does by itself unless the process is told otherwise.
    insecureHTTPParser: false,
    // `refuseWithoutHost` does that, in the form of any other error.
    requireHostHeader: false,
  };
}

/** Those that Node takes from the server itself. */
export function limitServer(server: HttpServer, { maxConnections, maxRequestsPerSocket }: ServerOptions): void {
  server.maxConnections = maxConnections;
  server.maxRequestsPerSocket = maxRequestsPerSocket;
}
