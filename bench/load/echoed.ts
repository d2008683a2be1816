import type { Workload } from './workload.ts';

/** Requests for a server that echoes: any bodies, which are their own answers. */
export function echoed(bodies: readonly string[]): Workload {
  return () => bodies.map((body) => ({ body, isAnswer: (reply) => reply === body }));
}
