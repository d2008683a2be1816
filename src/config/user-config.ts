import type { AuthOptions, KeyOptions, SigV4Options, TokenOptions } from '../auth/options.ts';
import type { BatchingOptions, QueueOptions, RetryOptions } from '../batching/options.ts';
import type { CodecOptions } from '../codecs/options.ts';
import type { AdminOptions, ServerOptions, TlsOptions } from '../sources/http/options.ts';
import type { StreamOptions } from '../sources/kinesis/options.ts';
import type { TelemetryOptions } from '../telemetry/options.ts';
import type { UpstreamOptions } from './endpoint-options.ts';

/** A config as a user writes it: whatever has a default may be left out. */
export interface UserConfig {
  readonly server?: UserServer<ServerOptions>;
  readonly admin?: UserServer<AdminOptions>;
  readonly auth?: UserAuth;
  readonly telemetry?: Partial<TelemetryOptions>;
  readonly endpoints: Readonly<Record<string, UserEndpoint>>;
  readonly streams?: Readonly<Record<string, UserStream>>;
}

type UserServer<S> = Partial<Omit<S, 'tls'>> & {
  readonly tls?: Pick<TlsOptions, 'certFile' | 'keyFile'> & Partial<TlsOptions>;
};

export interface UserAuth extends Partial<Omit<AuthOptions, 'tokens' | 'sigv4'>> {
  readonly tokens?: Readonly<Record<string, Omit<TokenOptions, 'admin'> & Partial<TokenOptions>>>;
  readonly sigv4?: Partial<Omit<SigV4Options, 'keys'>> & {
    readonly keys: Readonly<Record<string, Omit<KeyOptions, 'admin'> & Partial<KeyOptions>>>;
  };
}

export interface UserStream
  extends Partial<Omit<StreamOptions, 'source' | 'request' | 'result' | 'sink' | 'onFailure' | 'endpoint'>> {
  readonly source: Pick<StreamOptions['source'], 'type' | 'streamName'> & Partial<StreamOptions['source']>;
  readonly endpoint: string;
  readonly request?: Partial<StreamOptions['request']>;
  readonly result?: Partial<StreamOptions['result']>;
  readonly sink: Loose<StreamOptions['sink']>;
  readonly onFailure: Loose<StreamOptions['onFailure']>;
}

export interface UserEndpoint {
  readonly default?: boolean;
  readonly upstream: UserUpstream;
  readonly codec?: string | UserCodec;
  readonly batching?: Partial<BatchingOptions>;
  readonly queue?: Partial<QueueOptions>;
  readonly retry?: Partial<RetryOptions>;
}

export type UserCodec = Pick<CodecOptions, 'name'> & Partial<CodecOptions>;

export type UserUpstream = Loose<UpstreamOptions>;

/** Distributes over the union; what a key here names has no default. */
type Loose<U> = U extends { readonly type: string }
  ? Pick<U, Extract<keyof U, 'type' | 'endpointName' | 'url' | 'streamName' | 'path'>> & Partial<U>
  : never;
