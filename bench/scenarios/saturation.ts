import type { Contestant } from '../contestants/contestant.ts';
import { gateway } from '../contestants/gateway.ts';
import { BATCHING_OFF, type EndpointUnderTest } from '../contestants/gateway-config.ts';
import { type Behind, clairvoyant, direct, plainProxy, readyMadeBatches } from '../contestants/references.ts';
import { echoed } from '../load/echoed.ts';
import { clientsOf, type Load } from '../load/load.ts';
import { numberedExchange, numberedInstances } from '../load/numbered-instances.ts';
import type { Duration } from '../load/recorder.ts';
import type { Plan } from '../measure/plan.ts';
import { longerP50, type Ratio, throughput } from '../measure/ratio.ts';
import { ceilingPerSecond, fullCallMs, type Law } from '../model-server/law.ts';
import { BART, BERT, SERIAL, T5 } from '../model-server/laws.ts';
import { startModel } from '../model-server/start-model.ts';
import type { Programs } from '../processes/programs.ts';
import type { Scenario } from '../scenario.ts';
import { clientLoads } from './client-loads.ts';

const DOUBLING = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const SPARSE = [1, 4, 16, 64, 256];
/** Where answers take seconds. */
const FEW = [1, 4, 16, 64];
const SATURATED = '64 clients';
/** Of what is recorded, as long again before that. */
const SETTLING = 0.4;

/** A closed loop of ever more clients against models of several shapes. */
export const SATURATION: readonly Scenario[] = [
  saturation(SERIAL, 'Simulated GPU', DOUBLING),
  saturation(BERT, 'BERT-shaped model', SPARSE),
  saturation(BART, 'BART-shaped model, zero-shot', FEW),
  saturation(T5, 'T5-shaped model', FEW),
];

function saturation(law: Law, title: string, clientCounts: readonly number[]): Scenario {
  return {
    name: `saturation-${law.name}`,
    title,
    facts: `${law.facts}; at most ${law.cap} items a call`,
    loads: (plan) => clientLoads(plan, clientCounts),
    duration: (plan) => durationOf(plan, law),
    async start(programs, _plan, loads) {
      const behind = { programs, model: await startModel(programs, law), workload: numberedInstances };
      const contestants = [
        ...(await gateways(programs, law, behind)),
        await clairvoyant(behind, loads, law.cap),
        await plainProxy(behind),
        direct(behind),
        readyMadeBatches(behind, law.cap, SATURATED),
      ];
      const ceiling = (load: Load): number => ceilingPerSecond(law, clientsOf(load));
      // What the peers' best settings were sought with.
      const peersToo = law === SERIAL ? { modelUrl: new URL(behind.model).origin } : {};
      const ceilingWorkload = echoed([numberedExchange(0).body]);
      return { contestants, ceilingWorkload, ratios: ratiosOf(law), ceiling, ...peersToo };
    },
  };
}

/** Of a slow model, until everybody has had a first answer, and then for so many calls that one more or less is nothing. */
function durationOf({ seconds, settleSeconds, calls }: Plan, law: Law): Duration {
  const callsSeconds = (calls * fullCallMs(law)) / 1000;
  return { seconds: Math.max(seconds, callsSeconds), settleSeconds: Math.max(settleSeconds, SETTLING * callsSeconds) };
}

/** In more ways at the first model than at the others, of which each run takes longer. */
async function gateways(programs: Programs, law: Law, { model, workload }: Behind): Promise<Contestant[]> {
  const batching = { maxBatchSize: law.cap };
  const overHttp: EndpointUnderTest = { upstream: { type: 'http', url: model }, codec: 'kserve-v1' };
  const start = (name: string, label: string, bench: EndpointUnderTest) =>
    gateway(programs, { name, label, endpoints: { bench }, workloadAt: () => workload });
  const gateways = [await start('gateway', 'Tidegate', { ...overHttp, batching })];
  if (law !== SERIAL) return gateways;
  return [
    ...gateways,
    await start('gateway-inprocess', 'Tidegate, model within', { upstream: WITHIN, batching }),
    await start('gateway-unbatched', 'Tidegate, batching off', { ...overHttp, batching: BATCHING_OFF }),
  ];
}

const WITHIN = { type: 'simulated', baseMs: 10, perItemMs: 0.5, concurrency: 1 };

function ratiosOf(law: Law): Ratio[] {
  const lone = '1 client';
  return [
    throughput('gateway', 'ready-made', SATURATED, { atLeast: 0.9 }),
    throughput('gateway', 'clairvoyant', '16 clients', { atLeast: 0.9 }),
    throughput('gateway', 'plain-proxy', lone, { atLeast: 0.95 }),
    throughput('gateway', 'plain-proxy', SATURATED),
    ...(law === SERIAL ? [longerP50('gateway', 'direct', lone, { atMost: 2 }), longerP50('gateway', 'plain-proxy', lone)] : []),
  ];
}
