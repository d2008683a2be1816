import { clientsOf } from '../load/load.ts';
import { throughput } from '../measure/ratio.ts';
import { ceilingPerSecond } from '../model-server/law.ts';
import { PARALLEL } from '../model-server/laws.ts';
import type { Scenario } from '../scenario.ts';
import { clientLoads } from './client-loads.ts';
import { threeWays } from './three-ways.ts';

const LOADS = ['1 client', '4 clients', '16 clients', '64 clients'];

/** A model that batching does nothing for: whatever is held back, is lost. */
export const parallel: Scenario = {
  name: 'parallel',
  title: 'A model without contention',
  facts: PARALLEL.facts,
  loads: (plan) => clientLoads(plan, [1, 4, 16, 64]),
  start: async (programs) => ({
    ...(await threeWays(programs, PARALLEL)),
    ratios: LOADS.map((load) => throughput('gateway', 'plain-proxy', load, { atLeast: 0.97 })),
    ceiling: (load) => ceilingPerSecond(PARALLEL, clientsOf(load)),
  }),
};
