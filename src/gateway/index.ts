import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { ResolvedConfig } from '../config/index.ts';
import { pageFiles } from '../console/index.ts';
import type { EndpointPort } from '../endpoints/port.ts';
import { systemClock } from '../kernel/clock.ts';
import { createAdminApp, createHttpApp } from '../sources/http/index.ts';
import type { StreamOptions } from '../sources/kinesis/options.ts';
import {
  authListener,
  configListener,
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
import { createEndpoint, type EndpointConfig } from './create-endpoint.ts';
import { Lifecycle } from './lifecycle.ts';
import { openDoors } from './open-doors.ts';
import { openSecurity, type Security } from './open-security.ts';
import { openTracing } from './open-tracing.ts';
import { keepReloading } from './reloading.ts';
import { InForce } from './running/in-force.ts';
import { Reloader } from './running/reloader.ts';
import { startStream } from './running/start-stream.ts';
import { stopGateway } from './stop.ts';
import { also, alsoOfStream, Watched } from './watched.ts';

export { codecNames } from '../codecs/index.ts';

export interface Gateway {
  /** Where invocations are taken. */
  readonly url: string;
  /** Where health and metrics are; the same unless `admin.port` is set. */
  readonly adminUrl: string;
  /**
   * Reads the config again, and the files of credentials and certificates; what comes from then on is judged and answered by them, what is under
   * way ends as it began.
   * @throws {ConfigError} for what cannot be used, and what keeps a stream or a sink from being opened; everything is then as it was
   */
  reload(): Promise<void>;
  /** Stops in order: not ready, finish what is queued within the grace, refuse the rest, close. */
  stop(): Promise<void>;
}

export interface GatewaySurroundings {
  readonly version: string;
  /** The config as it is now. @default the one that it was started with @throws {ConfigError} */
  readonly readConfig?: () => Promise<ResolvedConfig>;
}

/** Builds all parts from the config and starts them; on a failure what was started is stopped again. */
export async function startGateway(config: ResolvedConfig, surroundings: GatewaySurroundings): Promise<Gateway> {
  const { version, readConfig = () => Promise.resolve(config) } = surroundings;
  const clock = systemClock;
  const logger = createLogger(config.telemetry);
  const onFault = (thrown: unknown): void => logger.error({ err: thrown }, 'internal fault');
  const hopId = randomUUID();
  let expiries: Security['expiries'] = () => [];
  const tracing = await openTracing(config.telemetry, { version, logger, clock });
  const metrics: Metrics = new Metrics(
    () => inForce.endpoints().map(([name, endpoint]) => [name, endpoint.snapshot()] as const),
    version,
    () => inForce.streams().map(([name, { consumer }]) => [name, consumer.snapshot()] as const),
    () => expiries(),
  );
  const watched: Watched = new Watched({ clock, version, inForce: () => inForce, state: () => lifecycle.state });
  const inForce: InForce = new InForce({
    createEndpoint: (name: string, options: EndpointConfig) =>
      watched.endpoint(name, options, (board) => {
        const listener = also(heartListener(metrics, new EndpointLog(logger, clock, name), name), board);
        return createEndpoint(name, options, { clock, listener, onFault, hopId, tracing });
      }),
    startStream: (name: string, options: StreamOptions, endpoint: EndpointPort) =>
      watched.stream(name, (board) => {
        const listener = alsoOfStream(streamListener(metrics, logger, clock, name), board);
        const sinks = (sink: 'results' | 'dead-letters') => sinkListener(metrics, logger, clock, name, sink);
        return startStream(name, options, { clock, endpoint, listener, sinkListener: sinks }, onFault);
      }),
    onFault,
  });
  const lifecycle = new Lifecycle(
    (state) => logger[state === 'failed' ? 'error' : 'info']({ state }, `gateway ${state}`),
    () => inForce.endpoints().every(([, endpoint]) => endpoint.snapshot().breaker === 'open'),
  );
  const apps: FastifyInstance[] = [];
  const refused = authListener(metrics, logger, clock);
  let endReloading = (): void => {};
  try {
    const security = await openSecurity(config, refused, clock);
    expiries = () => security.expiries();
    const { console } = watched;
    const page = { files: await pageFiles(), watch: console.watch.bind(console), close: console.close.bind(console) };
    await inForce.start(config);
    const reloader = new Reloader(config, {
      inForce,
      security,
      readConfig,
      told: configListener(metrics, logger),
      taken: ({ telemetry }) => (logger.level = telemetry.logLevel),
    });
    const door = {
      ...security,
      options: config.server,
      endpoints: inForce,
      clock,
      listener: requestListener(metrics, logger, clock, config.telemetry.accessLog),
      tracer: tracing?.requests,
      connections: connectionListener(metrics, logger, clock, refused),
      health: lifecycle,
      console: page,
      metrics: { contentType: metrics.registry.contentType, text: () => metrics.registry.metrics() },
      reload: () => reloader.reload(),
      onFault,
      version,
    };
    const separate = config.admin.port !== 0;
    const app = await createHttpApp(door, !separate);
    apps.push(app);
    const url = await listen(app, config.server);
    const adminUrl = separate ? await listen(track(apps, createAdminApp(door)), config.admin) : url;
    await inForce.startStreams(config);
    endReloading = keepReloading(security.reloadable, config.server.reloadSeconds * 1000, clock, reloadListener(metrics, logger));
    lifecycle.become('ready');
    for (const open of openDoors(config)) logger.warn({ event: 'open-door' }, open);
    logger.info({ url, adminUrl, endpoints: Object.keys(config.endpoints), version }, 'listening');
    let stopped: Promise<void> | undefined;
    const stop = (): Promise<void> => {
      endReloading();
      reloader.close();
      stopped ??= stopGateway({
        options: config.server,
        everything: () => inForce.everything(),
        apps,
        lifecycle,
        clock,
        tracing,
      });
      return stopped;
    };
    return { url, adminUrl, reload: () => reloader.reload(), stop };
  } catch (thrown) {
    endReloading();
    lifecycle.become('failed');
    const { endpoints, streams } = inForce.everything();
    await Promise.allSettled(streams.map((stream) => stream.close(0)));
    await Promise.allSettled([...apps.map((app) => app.close()), ...endpoints.map((endpoint) => endpoint.close())]);
    await tracing?.close(0);
    throw thrown;
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
