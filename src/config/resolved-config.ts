import type { AuthOptions } from '../auth/options.ts';
import type { BatchingOptions, QueueOptions, RetryOptions } from '../batching/options.ts';
import type { CodecOptions } from '../codecs/options.ts';
import type { AdminOptions, ServerOptions } from '../sources/http/options.ts';
import type { StreamOptions } from '../sources/kinesis/options.ts';
import type { TelemetryOptions } from '../telemetry/options.ts';
import type { UpstreamOptions } from './endpoint-options.ts';

/** A config with every default filled in; what the gateway is built from. Frozen, all the way down. */
export interface ResolvedConfig {
  readonly server: ServerOptions;
  readonly admin: AdminOptions;
  readonly auth?: AuthOptions;
  readonly telemetry: TelemetryOptions;
  /** At least one, and at most one of them is the default. */
  readonly endpoints: Readonly<Record<string, ResolvedEndpoint>>;
  readonly streams?: Readonly<Record<string, StreamOptions>>;
}

export interface ResolvedEndpoint {
  readonly default: boolean;
  readonly upstream: UpstreamOptions;
  readonly codec: CodecOptions;
  readonly batching: BatchingOptions;
  readonly queue: QueueOptions;
  readonly retry: RetryOptions;
}
