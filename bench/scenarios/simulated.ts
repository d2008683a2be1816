import type { Contestant } from '../contestants/contestant.ts';
import { gateway } from '../contestants/gateway.ts';
import { BATCHING_OFF, type EndpointUnderTest } from '../contestants/gateway-config.ts';
import { modelCounters } from '../contestants/model-counters.ts';
import { reference } from '../contestants/reference.ts';
import { served } from '../contestants/served.ts';
import { echoed } from '../load/echoed.ts';
import { numberedBatch, numberedExchange, numberedInstances as workload } from '../load/numbered-instances.ts';
import { readyMade } from '../load/ready-made.ts';
import type { Plan } from '../measure/plan.ts';
import type { Ratio } from '../measure/ratio.ts';
import type { Programs } from '../processes/programs.ts';
import type { Scenario } from '../scenario.ts';

const MODEL = { baseMs: 10, perItemMs: 0.5, concurrency: 1 };
const CAP = 32;
const SATURATED = 64;

export const simulated: Scenario = {
  name: 'simulated',
  title: 'Simulated GPU',
  facts: `a call takes ${MODEL.baseMs} ms and ${MODEL.perItemMs} ms per item, one call at a time, at most ${CAP} items a call`,
  async start(programs, plan) {
    const model = await startModel(programs);
    return {
      contestants: [...(await gateways(programs, model)), ...(await references(programs, plan, model)), ready(model)],
      ceilingWorkload: echoed([numberedExchange(0).body]),
      ratios: RATIOS,
    };
  },
};

function startModel(programs: Programs): Promise<string> {
  const { baseMs, perItemMs, concurrency } = MODEL;
  const law = ['--base-ms', String(baseMs), '--per-item-ms', String(perItemMs), '--concurrency', String(concurrency)];
  const args = ['--import', 'tsx', 'bench/model-server/main.ts', ...law];
  return programs.start({ name: 'model server', args, readyPath: '/counters' });
}

async function gateways(programs: Programs, model: string): Promise<Contestant[]> {
  const overHttp: EndpointUnderTest = { upstream: { type: 'http', url: `${model}/invocations` }, codec: 'kserve-v1' };
  const inProcess: EndpointUnderTest = { upstream: { type: 'simulated', ...MODEL } };
  const start = (name: string, label: string, endpoint: EndpointUnderTest) =>
    gateway(programs, { name, label, endpoint, workloadAt: async () => workload });
  return [
    await start('gateway', 'Tidegate', overHttp),
    await start('gateway-inprocess', 'Tidegate, model within', inProcess),
    await start('gateway-unbatched', 'Tidegate, batching off', { ...overHttp, batching: BATCHING_OFF }),
  ];
}

async function references(programs: Programs, { clientCounts }: Plan, model: string): Promise<Contestant[]> {
  const upstream = ['--upstream', `${model}/invocations`];
  const proxy = await reference(programs, 'plain-proxy', ...upstream);
  const clairvoyant = await reference(programs, 'clairvoyant', ...upstream, '--clients', clientCounts.join(','));
  const shared = { workload, counters: () => modelCounters(model) };
  return [
    served({
      ...shared,
      name: 'clairvoyant',
      label: 'Clairvoyant gateway',
      setup: 'bench/references/clairvoyant.ts',
      url: (clients) => `${clairvoyant}/${clients}/invocations`,
    }),
    served({
      ...shared,
      name: 'plain-proxy',
      label: 'Plain proxy',
      setup: 'bench/references/plain-proxy.ts',
      url: () => `${proxy}/invocations`,
    }),
    served({ ...shared, name: 'direct', label: 'Direct', setup: 'the model server itself', url: () => `${model}/invocations` }),
  ];
}

function ready(model: string): Contestant {
  const load = { url: `${model}/invocations`, batch: numberedBatch(CAP), itemsInBatch: CAP, inFlight: 2 };
  return {
    name: 'ready-made',
    label: 'Ready-made batches',
    setup: `the model server itself, two batches of ${CAP} under way; figures are of items`,
    onlyClients: [SATURATED],
    run: (duration) => readyMade({ ...load, ...duration }),
    counters: () => modelCounters(model),
  };
}

const perSecond = { of: 'gateway', measure: 'perSecond', as: 'share' } as const;
const RATIOS: readonly Ratio[] = [
  { ...perSecond, what: 'gateway / ready-made batches', to: 'ready-made', clients: SATURATED, target: { atLeast: 0.9 } },
  { ...perSecond, what: 'gateway / clairvoyant', to: 'clairvoyant', clients: 16, target: { atLeast: 0.9 } },
  { ...perSecond, what: 'gateway / plain proxy', to: 'plain-proxy', clients: 1, target: { atLeast: 0.95 } },
  {
    what: 'lone request, gateway over direct (p50, ms)',
    of: 'gateway',
    to: 'direct',
    clients: 1,
    measure: 'p50Ms',
    as: 'difference',
    target: { atMost: 2 },
  },
  {
    what: 'lone request, gateway over plain proxy (p50, ms)',
    of: 'gateway',
    to: 'plain-proxy',
    clients: 1,
    measure: 'p50Ms',
    as: 'difference',
  },
  { ...perSecond, what: 'gateway / batching off', to: 'gateway-unbatched', clients: SATURATED },
];
