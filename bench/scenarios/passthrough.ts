import type { Contestant } from '../contestants/contestant.ts';
import { gateway } from '../contestants/gateway.ts';
import { reference } from '../contestants/reference.ts';
import { plainProxy } from '../contestants/references.ts';
import { echoed } from '../load/echoed.ts';
import { numberedExchange, numberedInstances } from '../load/numbered-instances.ts';
import type { Workload } from '../load/workload.ts';
import { throughput } from '../measure/ratio.ts';
import { INSTANT } from '../model-server/laws.ts';
import { startModel } from '../model-server/start-model.ts';
import type { Programs } from '../processes/programs.ts';
import type { Scenario } from '../scenario.ts';
import { clientLoads } from './client-loads.ts';

const LOADS = ['16 clients', '64 clients'];

/** Each client's bodies come back as they were. */
const sameAgain: Workload = (client) => echoed(numberedInstances(client).map(({ body }) => body))(client);

/** What the gateway itself costs: a model that takes no time. */
export const passthrough: Scenario = {
  name: 'passthrough',
  title: 'What passing through costs',
  facts: 'a model that takes no time, behind HTTP or simulated within the gateway; and a bare Fastify route that echoes',
  loads: (plan) => clientLoads(plan, [1, 16, 64]),
  async start(programs) {
    const behind = { programs, model: await startModel(programs, INSTANT), workload: numberedInstances };
    return {
      contestants: [...(await gateways(programs, behind.model)), await plainProxy(behind), await bareRoute(programs)],
      ceilingWorkload: echoed([numberedExchange(0).body]),
      // Each against what does as much: with calls over HTTP behind it, and without.
      ratios: LOADS.flatMap((load) => [
        throughput('gateway', 'plain-proxy', load, { atLeast: 1.4 }),
        throughput('gateway-inprocess', 'bare-route', load, { atLeast: 0.8 }),
        throughput('gateway-one-by-one', 'plain-proxy', load),
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
    workload: sameAgain,
    url: () => `${origin}/invocations`,
    usage: () => programs.usage(origin),
  };
}

async function gateways(programs: Programs, url: string): Promise<Contestant[]> {
  const behind = { type: 'http', url };
  const within = { type: 'simulated', baseMs: 0, perItemMs: 0, concurrency: 4096 };
  const one = (
    name: string,
    label: string,
    upstream: Readonly<Record<string, string | number>>,
    codec: string,
  ): Promise<Contestant> =>
    gateway(programs, { name, label, endpoints: { bench: { upstream, codec } }, workloadAt: () => numberedInstances });
  return [
    await one('gateway', 'Tidegate', behind, 'kserve-v1'),
    await one('gateway-inprocess', 'Tidegate, model within', within, 'kserve-v1'),
    await one('gateway-one-by-one', 'Tidegate, codec passthrough', behind, 'passthrough'),
  ];
}
