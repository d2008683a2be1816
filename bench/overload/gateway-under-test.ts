import { writeConfig } from '../contestants/gateway-config.ts';
import type { Programs } from '../processes/programs.ts';
import { type EndpointCounters, endpointCounters } from './endpoint-counters.ts';

export const MODEL = { baseMs: 40, perItemMs: 2, concurrency: 1 };
export const BATCH = 32;
/** Items a second when every call is full. */
export const THEORETICAL_CAPACITY = BATCH / ((MODEL.baseMs + MODEL.perItemMs * BATCH) / 1000);

/** The endpoint that is overloaded; and its twin, a model by the same law but without deadlines, for the capacity. */
export type EndpointName = 'overload' | 'capacity';

export interface GatewayUnderTest {
  /** How it was set up, for whoever wants to do it again. */
  readonly setup: string;
  url(endpoint: EndpointName): string;
  counters(endpoint: EndpointName): Promise<EndpointCounters>;
}

/** Starts the real gateway, as built, as a process of its own. */
export async function startGateway(programs: Programs, sloMs: number): Promise<GatewayUnderTest> {
  const config = overloadConfig(sloMs);
  const args = ['dist/main.js', 'serve', '-c', writeConfig(config)];
  const origin = await programs.start({ name: 'gateway', args, readyPath: '/readyz' });
  return {
    setup: `tidegate serve -c ${config}`,
    url: (endpoint) => `${origin}/endpoints/${endpoint}/invocations`,
    counters: async (endpoint) => endpointCounters(await (await fetch(`${origin}/metrics`)).text(), endpoint),
  };
}

function overloadConfig(latencySloMs: number): string {
  const upstream = { type: 'simulated', ...MODEL };
  const capacity = { default: true, upstream };
  return JSON.stringify({ endpoints: { overload: { upstream, batching: { latencySloMs } }, capacity } });
}
