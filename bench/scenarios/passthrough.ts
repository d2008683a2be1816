import type { Contestant } from '../contestants/contestant.ts';
import { gateway } from '../contestants/gateway.ts';
import type { EndpointUnderTest } from '../contestants/gateway-config.ts';
import { reference } from '../contestants/reference.ts';
import { plainProxy } from '../contestants/references.ts';
import { echoed } from '../load/echoed.ts';
import { numberedExchange, numberedInstances } from '../load/numbered-instances.ts';
import type { Workload } from '../load/workload.ts';
import { throughput } from '../measure/ratio.ts';
import type { Programs } from '../processes/programs.ts';
import type { Scenario } from '../scenario.ts';
import { clientLoads } from './client-loads.ts';

const LOADS = ['16 clients', '64 clients'];

/** Each client's bodies come back as they were. */
const workload: Workload = (client) => echoed(numberedInstances(client).map(({ body }) => body))(client);

/** What the gateway itself costs: a model that takes no time, and a codec that does nothing. */
export const passthrough: Scenario = {
  name: 'passthrough',
  title: 'Passthrough',
  facts: 'a bare Fastify route that echoes, or a simulated model of no latency within the gateway; codec passthrough',
  loads: (plan) => clientLoads(plan, [1, 16, 64]),
  async start(programs) {
    const bare = await bareRoute(programs);
    const proxy = await plainProxy({ programs, model: bare.url({ kind: 'closed', clients: 1 }), workload, isUncounted: true });
    return {
      contestants: [...(await gateways(programs, proxy, bare)), proxy, bare],
      ceilingWorkload: echoed([numberedExchange(0).body]),
      // Each against what does as much: with a call over HTTP behind it, and without.
      ratios: LOADS.flatMap((load) => [
        throughput('gateway', 'plain-proxy', load, { atLeast: 1.4 }),
        throughput('gateway-inprocess', 'bare-route', load, { atLeast: 0.8 }),
        throughput('gateway', 'bare-route', load),
      ]),
    };
  },
};

async function bareRoute(programs: Programs): Promise<Contestant> {
  const origin = await reference(programs, 'echo');
  return {
    name: 'bare-route',
    label: 'Bare Fastify route',
    setup: 'bench/references/echo.ts',
    workload,
    url: () => `${origin}/invocations`,
    usage: () => programs.usage(origin),
  };
}

async function gateways(programs: Programs, proxy: Contestant, bare: Contestant): Promise<Contestant[]> {
  const url = bare.url({ kind: 'closed', clients: 1 });
  const start = (name: string, label: string, bench: EndpointUnderTest, sent: Workload) =>
    gateway(programs, { name, label, endpoints: { bench }, workloadAt: () => sent });
  const within = { type: 'simulated', baseMs: 0, perItemMs: 0, concurrency: 1024 };
  return [
    await start('gateway', 'Tidegate', { upstream: { type: 'http', url }, codec: 'passthrough' }, proxy.workload),
    await start('gateway-inprocess', 'Tidegate, model within', { upstream: within, codec: 'passthrough' }, numberedInstances),
  ];
}
