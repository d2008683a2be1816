import type { FastifyInstance } from 'fastify';
import type { ResolvedConfig } from '../config/index.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Lifecycle } from './lifecycle.ts';

export interface Running {
  readonly options: ResolvedConfig['server'];
  readonly endpoints: readonly Endpoint[];
  readonly apps: readonly FastifyInstance[];
  readonly lifecycle: Lifecycle;
  readonly clock: Clock;
}

/** How long answers already given may take to leave, once everything is answered. */
const FAREWELL_MS = 1000;

/**
 * The orderly stop. Not ready, while requests are still served for `shutdownDelayMs`, so that load balancers notice; then
 * nothing new is taken and what was taken may finish for `shutdownGraceMs`; the rest is refused with 503. Doors stay open until
 * then, so that who still comes is told, not cut off.
 */
export async function stopGateway({ options, endpoints, apps, lifecycle, clock }: Running): Promise<void> {
  if (lifecycle.state !== 'ready') return;
  lifecycle.become('draining');
  await pause(clock, options.shutdownDelayMs);
  const drained = Promise.all(endpoints.map((endpoint) => endpoint.drain()));
  await within(clock, options.shutdownGraceMs, drained);
  for (const endpoint of endpoints) endpoint.refuseRest();
  await drained;
  const closed = Promise.all(apps.map((app) => app.close()));
  await within(clock, FAREWELL_MS, closed);
  for (const app of apps) app.server.closeAllConnections();
  await closed;
  await Promise.all(endpoints.map((endpoint) => endpoint.close()));
  lifecycle.become('stopped');
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
