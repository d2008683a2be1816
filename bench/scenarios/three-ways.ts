import { gateway } from '../contestants/gateway.ts';
import { direct, plainProxy } from '../contestants/references.ts';
import { echoed } from '../load/echoed.ts';
import { numberedExchange, numberedInstances } from '../load/numbered-instances.ts';
import type { Law } from '../model-server/law.ts';
import { startModel } from '../model-server/start-model.ts';
import type { Programs } from '../processes/programs.ts';
import type { Started } from '../scenario.ts';

/** To a model server through the gateway, through a plain proxy, and without either. */
export async function threeWays(programs: Programs, law: Law): Promise<Pick<Started, 'contestants' | 'ceilingWorkload'>> {
  const behind = { programs, model: await startModel(programs, law), workload: numberedInstances };
  const endpoints = { bench: { upstream: { type: 'http', url: behind.model }, codec: 'kserve-v1' } };
  return {
    contestants: [
      await gateway(programs, { name: 'gateway', label: 'Tidegate', endpoints, workloadAt: () => behind.workload }),
      await plainProxy(behind),
      direct(behind),
    ],
    ceilingWorkload: echoed([numberedExchange(0).body]),
  };
}
