import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { ResolvedConfig } from '../config/index.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { sleep } from '../kernel/sleep.ts';
import { createAdminApp, createHttpApp } from '../sources/http/index.ts';
import {
  authListener,
  connectionListener,
  createLogger,
  EndpointLog,
  heartListener,
  Metrics,
  reloadListener,
  requestListener,
  sinkListener,
  streamListener,
} from '../telemetry/index.ts';
import { createEndpoint } from './create-endpoint.ts';
import { createStream, type Stream } from './create-stream.ts';
import { Lifecycle } from './lifecycle.ts';
import { openDoors } from './open-doors.ts';
import { openSecurity } from './open-security.ts';
import { keepReloading, reloadAll } from './reloading.ts';
import { stopGateway } from './stop.ts';

export { codecNames } from '../codecs/index.ts';

export interface Gateway {
  /** Where invocations are taken. */
  readonly url: string;
  /** Where health and metrics are; the same unless `admin.port` is set. */
  readonly adminUrl: string;
  /**
   * Reads the files of credentials and certificates again; what comes from then on is judged by them.
   * @throws {ConfigError} for those that cannot be used; what was read before is then still in use
   */
  reload(): Promise<void>;
  /** Stops in order: not ready, finish what is queued within the grace, refuse the rest, close. */
  stop(): Promise<void>;
}

/** Builds all parts from the config and starts them; on a failure what was started is stopped again. */
export async function startGateway(config: ResolvedConfig, { version }: { readonly version: string }): Promise<Gateway> {
  const clock = systemClock;
  const logger = createLogger(config.telemetry);
  const endpoints = new Map<string, Endpoint>();
  const isDown = (endpoint: Endpoint): boolean => endpoint.snapshot().breaker === 'open';
  const lifecycle = new Lifecycle(
    (state) => logger[state === 'failed' ? 'error' : 'info']({ state }, `gateway ${state}`),
    () => [...endpoints.values()].every(isDown),
  );
  const onFault = (thrown: unknown): void => logger.error({ err: thrown }, 'internal fault');
  const snapshots = () => [...endpoints].map(([name, endpoint]) => [name, endpoint.snapshot()] as const);
  const streams = new Map<string, Stream>();
  const streamSnapshots = () => [...streams].map(([name, { consumer }]) => [name, consumer.snapshot()] as const);
  const metrics = new Metrics(snapshots, version, streamSnapshots);
  const apps: FastifyInstance[] = [];
  const hopId = randomUUID();
  const refused = authListener(metrics, logger, clock);
  let endReloading = (): void => {};
  try {
    const { guard, tls, adminTls, reloadable } = await openSecurity(config, refused, clock);
    for (const [name, options] of Object.entries(config.endpoints)) {
      const listener = heartListener(metrics, new EndpointLog(logger, clock, name), name);
      endpoints.set(name, await createEndpoint(name, options, { clock, listener, onFault, hopId }));
    }
    for (const [name, options] of Object.entries(config.streams ?? {})) {
      const endpoint = endpoints.get(options.endpoint);
      if (endpoint === undefined) throw new Error(`Expected an endpoint of the config, got ${options.endpoint}`);
      const listener = streamListener(metrics, logger, clock, name);
      const sinkListeners = (sink: 'results' | 'dead-letters') => sinkListener(metrics, logger, clock, name, sink);
      streams.set(name, await createStream(name, options, { clock, endpoint, listener, sinkListener: sinkListeners }));
    }
    const byDefault = Object.keys(config.endpoints).find((name) => config.endpoints[name]?.default);
    const door = {
      options: config.server,
      endpoints: {
        get: (name: string) => endpoints.get(name),
        default: byDefault === undefined ? undefined : endpoints.get(byDefault),
      },
      clock,
      listener: requestListener(metrics, logger, clock, config.telemetry.accessLog),
      connections: connectionListener(metrics, logger, clock, refused),
      health: lifecycle,
      guard,
      tls,
      adminTls,
      metrics: { contentType: metrics.registry.contentType, text: () => metrics.registry.metrics() },
      onFault,
      version,
    };
    const separate = config.admin.port !== 0;
    const app = await createHttpApp(door, !separate);
    apps.push(app);
    const url = await listen(app, config.server);
    const adminUrl = separate ? await listen(track(apps, createAdminApp(door)), config.admin) : url;
    await startStreams(streams, clock, onFault);
    endReloading = keepReloading(reloadable, config.server.reloadSeconds * 1000, clock, reloadListener(logger));
    lifecycle.become('ready');
    for (const door of openDoors(config)) logger.warn({ event: 'open-door' }, door);
    logger.info({ url, adminUrl, endpoints: [...endpoints.keys()], version }, 'listening');
    const running = {
      options: config.server,
      endpoints: [...endpoints.values()],
      streams: [...streams.values()],
      apps,
      lifecycle,
      clock,
    };
    let stopped: Promise<void> | undefined;
    const stop = (): Promise<void> => {
      endReloading();
      stopped ??= stopGateway(running);
      return stopped;
    };
    return { url, adminUrl, reload: () => reloadAll(reloadable), stop };
  } catch (thrown) {
    endReloading();
    lifecycle.become('failed');
    await Promise.allSettled([...streams.values()].map((stream) => stream.close(0)));
    await Promise.allSettled([...apps.map((app) => app.close()), ...[...endpoints.values()].map((endpoint) => endpoint.close())]);
    throw thrown;
  }
}

/** How long the start waits for its streams; those that cannot be reached by then go on trying. */
const STREAM_START_MS = 5000;

/** @throws {Error} for a stream that can never be consumed */
async function startStreams(
  streams: ReadonlyMap<string, Stream>,
  clock: Clock,
  onFault: (thrown: unknown) => void,
): Promise<void> {
  for (const [name, { consumer }] of streams) {
    const started = consumer.start().catch((thrown: unknown) => {
      throw new Error(`streams.${name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`, { cause: thrown });
    });
    started.catch(onFault);
    const patience = new AbortController();
    await Promise.race([started, sleep(clock, STREAM_START_MS, patience.signal).catch(() => undefined)]);
    patience.abort();
  }
}

function track(apps: FastifyInstance[], app: FastifyInstance): FastifyInstance {
  apps.push(app);
  return app;
}

/** Connections of a burst that may wait to be accepted (the kernel bounds it further); beyond Node's own 511, bursts see resets. */
const BACKLOG = 4096;

async function listen(
  app: FastifyInstance,
  at: { readonly host: string; readonly port: number; readonly tls?: object | undefined },
): Promise<string> {
  await app.listen({ host: at.host, port: at.port, backlog: BACKLOG });
  const { port } = app.server.address() as AddressInfo;
  return `${at.tls === undefined ? 'http' : 'https'}://${at.host.includes(':') ? `[${at.host}]` : at.host}:${port}`;
}
