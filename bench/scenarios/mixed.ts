import type { Contestant } from '../contestants/contestant.ts';
import { gateway } from '../contestants/gateway.ts';
import { modelCounters } from '../contestants/model-counters.ts';
import { echoed } from '../load/echoed.ts';
import { type Figures, together } from '../load/figures.ts';
import { nameOf } from '../load/load.ts';
import { keyedInstances, numberedBatch, numberedExchange } from '../load/numbered-instances.ts';
import { readyMade } from '../load/ready-made.ts';
import type { Duration } from '../load/recorder.ts';
import type { Workload } from '../load/workload.ts';
import { throughput } from '../measure/ratio.ts';
import type { Law } from '../model-server/law.ts';
import { BERT, SERIAL, SLOW } from '../model-server/laws.ts';
import { startModel } from '../model-server/start-model.ts';
import type { Programs } from '../processes/programs.ts';
import type { Scenario } from '../scenario.ts';
import { clientLoads } from './client-loads.ts';

const LAWS: readonly Law[] = [SERIAL, BERT, SLOW];
/** Of each model: requests with other parameters may not share a call. */
const KEYS = 2;
const CAP = 32;
/** For each key of each model two calls' worth of clients: then every call can be full. */
const SATURATED = LAWS.length * KEYS * CAP * 2;

/** Each client keeps to one model and one key; neighbours have others. */
const workload: Workload = (client) => {
  const key = Math.floor(client / LAWS.length) % KEYS;
  const path = `/endpoints/${LAWS[client % LAWS.length]?.name}/invocations`;
  return keyedInstances(key)(client).map((exchange) => ({ ...exchange, path }));
};

/** Several models and several keys of each on one gateway. */
export const mixed: Scenario = {
  name: 'mixed',
  title: 'Several models and keys on one gateway',
  facts: `${LAWS.length} models, ${KEYS} sets of parameters each (${LAWS.map(({ facts }) => facts).join('; ')}); at most ${CAP} items a call`,
  loads: (plan) => clientLoads(plan, [LAWS.length * KEYS, LAWS.length * KEYS * 8, SATURATED]),
  async start(programs) {
    const models = new Map<string, string>();
    for (const law of LAWS) models.set(law.name, await startModel(programs, law));
    return {
      contestants: [await ofGateway(programs, models), ready([...models.values()])],
      ceilingWorkload: echoed([numberedExchange(0).body]),
      ratios: [throughput('gateway', 'ready-made', `${SATURATED} clients`, { atLeast: 0.9 })],
    };
  },
};

function ofGateway(programs: Programs, models: ReadonlyMap<string, string>): Promise<Contestant> {
  const endpoints = Object.fromEntries(
    [...models].map(([name, url], i) => [
      name,
      { ...(i === 0 ? { default: true } : {}), upstream: { type: 'http', url }, codec: 'kserve-v1' },
    ]),
  );
  return gateway(programs, { name: 'gateway', label: 'Tidegate', endpoints, workloadAt: () => workload });
}

/** All models at once, two full calls under way at each. */
function ready(models: readonly string[]): Contestant {
  const one = (url: string, duration: Duration): Promise<Figures> =>
    readyMade({ ...duration, url, batch: numberedBatch(CAP), itemsInBatch: CAP, inFlight: 2 });
  return {
    name: 'ready-made',
    label: 'Ready-made batches',
    setup: `the model servers themselves, two batches of ${CAP} under way at each; figures are of items`,
    workload,
    takesPart: (load) => nameOf(load) === `${SATURATED} clients`,
    url: () => '',
    run: async (_load, duration) => together(await Promise.all(models.map((url) => one(url, duration)))),
    async counters() {
      const all = await Promise.all(models.map(modelCounters));
      const sum = (key: 'calls' | 'items' | 'underway'): number => all.reduce((total, each) => total + each[key], 0);
      return { calls: sum('calls'), items: sum('items'), underway: sum('underway') };
    },
  };
}
