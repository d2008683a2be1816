import type { Codec, Message } from '../codecs/port.ts';
import type { CallSize, DirectCalls } from '../endpoints/direct-calls.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Upstream } from '../upstreams/port.ts';

/** A wire contract that a codec can be made for. */
export interface ProvableFamily {
  readonly name: string;
  /** Other names that mean it in a config. */
  readonly aliases: readonly string[];
  /** Two or more different requests that may share a call; empty where nothing of it can be batched. */
  readonly samples: readonly Message[];
  createCodec(): Codec;
}

/** One endpoint of the config, ready to be called; the gateway puts it together. */
export interface OpenedEndpoint {
  readonly name: string;
  readonly upstreamType: 'sagemaker' | 'http' | 'simulated' | 'embedded';
  readonly clock: Clock;
  /** The configured one. */
  readonly codec: Codec;
  /** To be closed by whoever opened the endpoint. */
  readonly upstream: Upstream;
  readonly families: readonly ProvableFamily[];
  /** What one call may hold, by the config. */
  readonly caps: CallSize;
  /** Calls as the gateway makes them, with any codec, over the endpoint's upstream or one put in front of it. */
  callsBy(codec: Codec, upstream: Upstream): DirectCalls;
}

/** That of the configured codec; undefined for codecs that the user describes. */
export function familyOf({ families, codec }: OpenedEndpoint): ProvableFamily | undefined {
  return families.find(({ name, aliases }) => name === codec.name || aliases.includes(codec.name));
}
