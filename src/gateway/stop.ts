import type { FastifyInstance } from 'fastify';
import type { ResolvedConfig } from '../config/index.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Stream } from './create-stream.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Tracing } from './open-tracing.ts';

export interface Running {
  readonly options: ResolvedConfig['server'];
  /** Asked for when it stops: what a new config has replaced may still be at work. */
  readonly everything: () => { readonly endpoints: readonly Endpoint[]; readonly streams: readonly Stream[] };
  readonly apps: readonly FastifyInstance[];
  readonly lifecycle: Lifecycle;
  readonly clock: Clock;
  readonly tracing?: Pick<Tracing, 'close'> | undefined;
}

/** How long answers already given may take to leave, and spans to be sent, at the least. */
const FAREWELL_MS = 1000;
/** How often connections that have become idle are closed while others are still busy. */
const SWEEP_MS = 50;

/**
 * The orderly stop. Not ready, while requests are still served for `shutdownDelayMs`, so that load balancers notice; then
 * nothing new is taken and what was taken may finish for `shutdownGraceMs`; the rest is refused with 503. Doors stay open until
 * then, so that who still comes is told, and who is still sending may end, not cut off.
 */
export async function stopGateway({ options, everything, apps, lifecycle, clock, tracing }: Running): Promise<void> {
  lifecycle.become('draining');
  await pause(clock, options.shutdownDelayMs);
  const { endpoints, streams } = everything();
  const graceEnds = clock.now() + options.shutdownGraceMs;
  // Streams first: what they have read is still to be answered by the endpoints.
  await Promise.all(streams.map((stream) => stream.close(options.shutdownGraceMs)));
  const drained = Promise.all(endpoints.map((endpoint) => endpoint.drain()));
  await within(clock, Math.max(0, graceEnds - clock.now()), drained);
  for (const endpoint of endpoints) endpoint.refuseRest();
  await drained;
  await closeDoors(clock, Math.max(FAREWELL_MS, graceEnds - clock.now()), apps);
  await Promise.all(endpoints.map((endpoint) => endpoint.close()));
  await tracing?.close(Math.max(FAREWELL_MS, graceEnds - clock.now()));
  lifecycle.become('stopped');
}

/** Stops listening; connections may end what they are at, for so long. */
async function closeDoors(clock: Clock, ms: number, apps: readonly FastifyInstance[]): Promise<void> {
  const sweep = setInterval(() => {
    for (const app of apps) app.server.closeIdleConnections();
  }, SWEEP_MS);
  const closed = Promise.all(apps.map((app) => app.close()));
  await within(clock, ms, closed);
  clearInterval(sweep);
  for (const app of apps) app.server.closeAllConnections();
  await closed;
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.at(clock.now() + ms, resolve);
  });
}

/** Waits for the work, not longer than so many milliseconds. */
async function within(clock: Clock, ms: number, work: Promise<unknown>): Promise<void> {
  let cancel = (): void => {};
  const late = new Promise<void>((resolve) => {
    cancel = clock.at(clock.now() + ms, resolve);
  });
  await Promise.race([work, late]);
  cancel();
}
