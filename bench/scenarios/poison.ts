import { gateway } from '../contestants/gateway.ts';
import { plainProxy } from '../contestants/references.ts';
import { echoed } from '../load/echoed.ts';
import { numberedExchange, numberedInstances } from '../load/numbered-instances.ts';
import { POISON, poisonedInstances } from '../load/poisoned-instances.ts';
import { throughput } from '../measure/ratio.ts';
import { SERIAL } from '../model-server/laws.ts';
import { startModel } from '../model-server/start-model.ts';
import type { Scenario } from '../scenario.ts';
import { clientLoads } from './client-loads.ts';

/** What the model says itself, and what callers of the gateway are told of it. */
const BAD_REQUEST = 400;
const MODEL_ERROR = 424;

const LOADS = ['16 clients', '64 clients'];

/** One item in a hundred makes the model refuse the whole call that holds it. Latencies are those of the others. */
export const poison: Scenario = {
  name: 'poison',
  title: 'Poisoned items',
  facts: `${SERIAL.facts}; a call with an item of the 1 % that are poison is refused as a whole; latencies of the others`,
  loads: (plan) => clientLoads(plan, [16, 64]),
  async start(programs) {
    const model = await startModel(programs, SERIAL, POISON);
    const endpoints = { bench: { upstream: { type: 'http', url: model }, codec: 'kserve-v1' } };
    const poisoned = await gateway(programs, {
      name: 'gateway',
      label: 'Tidegate',
      endpoints,
      workloadAt: () => poisonedInstances(MODEL_ERROR),
    });
    return {
      contestants: [
        poisoned,
        { ...poisoned, name: 'gateway-clean', label: 'Tidegate, nothing poisoned', workload: numberedInstances },
        await plainProxy({ programs, model, workload: poisonedInstances(BAD_REQUEST) }),
      ],
      ceilingWorkload: echoed([numberedExchange(0).body]),
      ratios: LOADS.flatMap(
        (load) =>
          [
            throughput('gateway', 'gateway-clean', load),
            throughput('gateway', 'plain-proxy', load),
            {
              what: 'innocents, gateway / gateway-clean, p99',
              of: 'gateway',
              to: 'gateway-clean',
              load,
              measure: 'p99Ms',
              as: 'share',
            },
            {
              what: 'calls per item, gateway / gateway-clean',
              of: 'gateway',
              to: 'gateway-clean',
              load,
              measure: 'callsPerItem',
              as: 'share',
            },
          ] as const,
      ),
    };
  },
};
