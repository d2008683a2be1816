import type { HeartListener } from '../batching/events.ts';
import type { HeartOptions } from '../batching/policy.ts';
import { createCodec } from '../codecs/index.ts';
import type { ResolvedEndpoint } from '../config/index.ts';
import { Endpoint, type EndpointOptions } from '../endpoints/endpoint.ts';
import type { Clock } from '../kernel/clock.ts';
import { createUpstream } from './create-upstream.ts';
import type { Tracing } from './open-tracing.ts';

/** Which endpoint is the default changes nothing about any of them. */
export type EndpointConfig = Omit<ResolvedEndpoint, 'default'>;

export interface EndpointSurroundings {
  readonly clock: Clock;
  readonly listener: HeartListener;
  readonly onFault: (thrown: unknown) => void;
  /** Names this gateway in the hop header. */
  readonly hopId: string;
  /** Where somebody traces calls. */
  readonly tracing?: Pick<Tracing, 'calls'> | undefined;
}

export async function createEndpoint(name: string, config: EndpointConfig, around: EndpointSurroundings): Promise<Endpoint> {
  const codec = createCodec(config.codec);
  const upstream = await createUpstream(config.upstream, around.clock);
  return new Endpoint(endpointOptions(name, config, around.hopId), {
    codec,
    upstream,
    tracer: around.tracing?.calls(config.upstream),
    ...around,
  });
}

/** What the config says of an endpoint, but for its codec and its upstream. */
export function endpointOptions(name: string, config: EndpointConfig, hopId: string): EndpointOptions {
  return {
    name,
    heart: heartOptions(config),
    latencySloMs: config.batching.latencySloMs ?? Number.POSITIVE_INFINITY,
    queueTimeoutMs: config.queue.timeoutMs,
    callTimeoutMs: config.upstream.timeoutMs,
    groupBy: config.batching.groupBy.map(headerName),
    ...(config.queue.fairBy === undefined ? {} : { fairBy: headerName(config.queue.fairBy) }),
    dialect: config.upstream.type === 'sagemaker' ? 'aws' : 'http',
    hopId,
  };
}

/** Of `header:<name>`. */
function headerName(by: string): string {
  return by.slice('header:'.length);
}

function heartOptions({ batching, queue, retry }: EndpointConfig): HeartOptions {
  const { policy, maxQueueDelayMs, maxInFlight, maxBatchSize, maxBatchBytes, maxBatchCost } = batching;
  return {
    policy,
    caps: { items: maxBatchSize, bytes: maxBatchBytes, cost: maxBatchCost ?? Number.POSITIVE_INFINITY },
    maxQueueDelayMs,
    maxInFlight,
    queue: { maxSize: queue.maxQueueSize, maxBytes: queue.maxQueueBytes },
    priorityLevels: queue.priorityLevels,
    retry,
  };
}
