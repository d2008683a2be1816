import { randomUUID } from 'node:crypto';
import { createCodec, families } from '../codecs/index.ts';
import type { Codec } from '../codecs/port.ts';
import type { ResolvedEndpoint } from '../config/index.ts';
import { DirectCalls } from '../endpoints/direct-calls.ts';
import { systemClock } from '../kernel/clock.ts';
import type { OpenedEndpoint } from '../proving/index.ts';
import type { Upstream } from '../upstreams/port.ts';
import { headerName } from './create-endpoint.ts';
import { createUpstream } from './create-upstream.ts';

/** One configured endpoint for commands that decide themselves what goes together; it is called as `serve` would call it. */
export async function openEndpoint(name: string, config: ResolvedEndpoint): Promise<OpenedEndpoint> {
  const clock = systemClock;
  const codec = createCodec(config.codec);
  const upstream = await createUpstream(config.upstream, clock);
  const options = {
    clock,
    timeoutMs: config.upstream.timeoutMs,
    dialect: config.upstream.type === 'sagemaker' ? ('aws' as const) : ('http' as const),
    hopId: randomUUID(),
    groupBy: config.batching.groupBy.map(headerName),
  };
  return {
    name,
    upstreamType: config.upstream.type,
    clock,
    codec,
    upstream,
    families: families
      .filter(({ name: family, samples }) => samples.length > 0 && (family !== 'embedded' || config.upstream.type === 'embedded'))
      .map((family) => ({ ...family, createCodec: () => createCodec(family.name) })),
    caps: {
      items: config.batching.maxBatchSize,
      bytes: config.batching.maxBatchBytes,
      cost: config.batching.maxBatchCost ?? Number.POSITIVE_INFINITY,
    },
    callsBy: (by: Codec, over: Upstream) => new DirectCalls({ ...options, codec: by, upstream: over }),
  };
}
