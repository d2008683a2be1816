import { randomUUID } from 'node:crypto';
import { createCodec, families } from '../codecs/index.ts';
import type { ResolvedEndpoint } from '../config/index.ts';
import { DirectCalls } from '../endpoints/direct-calls.ts';
import { Endpoint, type EndpointOptions } from '../endpoints/endpoint.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';
import type { ServedBatching, TunableEndpoint } from '../tuning/index.ts';
import { endpointOptions } from './create-endpoint.ts';
import { createUpstream } from './create-upstream.ts';

/** One configured endpoint for commands that decide themselves what goes together; it is called as `serve` would call it. */
export async function openEndpoint(name: string, config: ResolvedEndpoint, clock: Clock = systemClock): Promise<TunableEndpoint> {
  const codec = createCodec(config.codec);
  const upstream = await createUpstream(config.upstream, clock);
  const options = endpointOptions(name, config, randomUUID());
  const { callTimeoutMs: timeoutMs, dialect, hopId, groupBy } = options;
  return {
    name,
    upstreamType: config.upstream.type,
    clock,
    codec,
    upstream,
    families: families
      .filter(({ name: family, samples }) => samples.length > 0 && (family !== 'embedded' || config.upstream.type === 'embedded'))
      .map((family) => ({ ...family, createCodec: () => createCodec(family.name) })),
    caps: options.heart.caps,
    latencySloMs: config.batching.latencySloMs,
    callsBy: (by, over) => new DirectCalls({ clock, timeoutMs, dialect, hopId, groupBy, codec: by, upstream: over }),
    served: (batching, { upstream: over, onFault }) =>
      new Endpoint(servedOptions(name, config, batching), { codec, upstream: over, clock, onFault, listener: () => {} }),
  };
}

/** Without deadlines, and without what the config says of waiting and calls at once: what is to be seen is what is wanted. */
function servedOptions(name: string, config: ResolvedEndpoint, wanted: ServedBatching): EndpointOptions {
  const { latencySloMs: _, ...batching } = config.batching;
  const all = { ...batching, maxQueueDelayMs: 'auto', maxInFlight: 'auto', ...wanted } as const;
  return endpointOptions(name, { ...config, batching: all }, randomUUID());
}
