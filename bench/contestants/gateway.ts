import type { Workload } from '../load/workload.ts';
import type { Programs } from '../processes/programs.ts';
import type { Contestant } from './contestant.ts';
import { type EndpointsUnderTest, gatewayConfig, writeConfig } from './gateway-config.ts';
import { gatewayCounters } from './gateway-counters.ts';

export interface GatewayUnderTest {
  readonly name: string;
  readonly label: string;
  readonly endpoints: EndpointsUnderTest;
  /** What clients send to the gateway whose invocations are taken at `url`. */
  readonly workloadAt: (url: string) => Workload | Promise<Workload>;
}

/** Starts the real gateway, as built, as a process of its own. */
export async function gateway(programs: Programs, { name, label, endpoints, workloadAt }: GatewayUnderTest): Promise<Contestant> {
  const config = gatewayConfig(endpoints);
  const args = ['dist/main.js', 'serve', '-c', writeConfig(config)];
  const origin = await programs.start({ name, args, readyPath: '/readyz' });
  const url = `${origin}/invocations`;
  return {
    name,
    label,
    setup: `tidegate serve -c ${config}`,
    url: () => url,
    workload: await workloadAt(url),
    counters: () => gatewayCounters(origin),
    usage: () => programs.usage(origin),
  };
}
