import type { Workload } from '../load/workload.ts';
import type { Programs } from '../processes/programs.ts';
import type { Contestant } from './contestant.ts';
import { type EndpointUnderTest, gatewayConfig, writeConfig } from './gateway-config.ts';
import { gatewayCounters } from './gateway-counters.ts';
import { served } from './served.ts';

export interface GatewayUnderTest {
  readonly name: string;
  readonly label: string;
  readonly endpoint: EndpointUnderTest;
  /** What clients send to the gateway whose invocations are taken at `url`. */
  readonly workloadAt: (url: string) => Promise<Workload>;
}

/** Starts the real gateway, as built, as a process of its own. */
export async function gateway(programs: Programs, { name, label, endpoint, workloadAt }: GatewayUnderTest): Promise<Contestant> {
  const config = gatewayConfig(endpoint);
  const args = ['dist/main.js', 'serve', '-c', writeConfig(config)];
  const origin = await programs.start({ name, args, readyPath: '/readyz' });
  const url = `${origin}/invocations`;
  const setup = `tidegate serve -c ${config}`;
  const counters = () => gatewayCounters(origin);
  return served({ name, label, setup, workload: await workloadAt(url), url: () => url, counters });
}
