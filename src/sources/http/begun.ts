import type { FastifyRequest } from 'fastify';
import type { BegunRequest } from './events.ts';

/** A request for who traces it. @param arrivedAt monotonic time */
export function begun(request: FastifyRequest, endpoint: string, arrivedAt: number): BegunRequest {
  const { id: requestId, method, url, headers } = request;
  const scheme = 'encrypted' in request.raw.socket ? 'https' : 'http';
  return { endpoint, requestId, method, route: request.routeOptions.url ?? '', url, scheme, headers, arrivedAt };
}
