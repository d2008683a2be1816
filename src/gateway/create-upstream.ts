import type { UpstreamOptions } from '../config/index.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Upstream } from '../upstreams/port.ts';

/** The only place that knows the concrete upstreams; each is loaded when it is configured. */
export async function createUpstream(options: UpstreamOptions, clock: Clock): Promise<Upstream> {
  switch (options.type) {
    case 'sagemaker':
      return (await import('../upstreams/sagemaker/index.ts')).createSageMakerUpstream(options);
    case 'http':
      return (await import('../upstreams/http/index.ts')).createHttpUpstream(options);
    case 'simulated':
      return (await import('../upstreams/simulated/index.ts')).createSimulatedUpstream(options, clock);
    case 'embedded':
      return (await import('../upstreams/embedded/index.ts')).createEmbeddedUpstream();
  }
}
