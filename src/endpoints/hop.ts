import type { Headers } from '../kernel/headers.ts';

/** Names the gateways that a request has passed through, comma-separated; any of them refuses it the second time. */
export const HOP_HEADER = 'x-tidegate-hop';

export function hasPassed(hops: string | undefined, hopId: string): boolean {
  return hops?.split(',').some((hop) => hop.trim() === hopId) ?? false;
}

/** The headers of a call with this gateway among the hops. */
export function passOnHop(headers: Headers, hopId: string): Headers {
  const before = headers[HOP_HEADER];
  return { ...headers, [HOP_HEADER]: before === undefined ? hopId : `${before},${hopId}` };
}
