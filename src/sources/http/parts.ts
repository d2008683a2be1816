import type { Guard } from '../../auth/port.ts';
import type { EndpointDirectory } from '../../endpoints/port.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { ConnectionListener, RequestListener, RequestTracer } from './events.ts';
import type { ServerOptions } from './options.ts';
import type { TlsFiles } from './server/tls-files.ts';

/** What the HTTP door needs of the house. */
export interface HttpDoorParts {
  readonly options: ServerOptions;
  readonly endpoints: EndpointDirectory;
  readonly clock: Clock;
  readonly listener: RequestListener;
  /** Where somebody traces requests. */
  readonly tracer?: RequestTracer | undefined;
  readonly connections: ConnectionListener;
  /** Plain HTTP where there are none. */
  readonly tls?: TlsFiles | undefined;
  readonly adminTls?: TlsFiles | undefined;
  readonly health: HealthPort;
  /** Who may come in; everybody where there is none. */
  readonly guard?: Guard | undefined;
  readonly metrics: MetricsPort;
  readonly console: ConsolePort;
  /** Told what must not happen; the caller got a 500. */
  readonly onFault: (thrown: unknown) => void;
  /** Reads the config again. @throws when it cannot be used: the one in force stays */
  readonly reload: () => Promise<void>;
  /** For the API description. */
  readonly version: string;
}

export interface HealthPort {
  /** Why no new work should be sent here; undefined when ready. */
  notReady(): string | undefined;
  /** Whether connections should come to their end. */
  isStopping(): boolean;
}

export interface MetricsPort {
  readonly contentType: string;
  /** Prometheus text. */
  text(): Promise<string>;
}

export interface PageFile {
  /** Content type. */
  readonly type: string;
  readonly body: Buffer;
  readonly etag: string;
}

/** Who is told what the live page shows. */
export interface FeedWatcher {
  /** @param data one line of JSON */
  send(event: 'hello' | 'tick', data: string): void;
  end(): void;
}

/** The live page. */
export interface ConsolePort {
  /** What it is made of, by name. */
  readonly files: ReadonlyMap<string, PageFile>;
  /** Tells everything at once, and from then on what changes. @returns ends it; undefined when there are too many */
  watch(watcher: FeedWatcher): (() => void) | undefined;
  /** Ends all that is told. */
  close(): void;
}
