import type { Contestant } from '../contestants/contestant.ts';
import { gateway } from '../contestants/gateway.ts';
import { echoed } from '../load/echoed.ts';
import type { OpenLoad } from '../load/load.ts';
import { numberedExchange, numberedInstances } from '../load/numbered-instances.ts';
import type { Pattern } from '../load-generator/arrivals.ts';
import type { Ratio } from '../measure/ratio.ts';
import { ceilingPerSecond } from '../model-server/law.ts';
import { SERIAL } from '../model-server/laws.ts';
import { startModel } from '../model-server/start-model.ts';
import type { Programs } from '../processes/programs.ts';
import type { Scenario } from '../scenario.ts';

const CAPACITY = Math.floor(ceilingPerSecond(SERIAL, SERIAL.cap));
const DEADLINE_MS = 500;
const BURST = { kind: 'burst', periodMs: 1000, onShare: 0.25 } as const;
/** Of the capacity, on average; while it lasts, a burst is four times that. */
const MEANS = [0.15, 0.3, 0.6];

/** The heart, and the two rules that most others have. */
const POLICIES = { gateway: 'adaptive', linger: 'linger', eager: 'eager' } as const;

/** Nothing, then much more than the model can do, again and again. */
export const burst: Scenario = {
  name: 'burst',
  title: 'Bursts',
  facts: `${SERIAL.facts}; deadline ${DEADLINE_MS} ms`,
  loads: ({ replay }) =>
    replay === undefined ? MEANS.map(meanLoad) : [openLoad('replayed', { kind: 'replayed', timesMs: replay })],
  duration: ({ short, settleSeconds }) => ({ settleSeconds, seconds: short ? 4 : 12 }),
  async start(programs, _plan, loads) {
    const model = await startModel(programs, SERIAL);
    const contestants: Contestant[] = [];
    for (const [name, policy] of Object.entries(POLICIES)) contestants.push(await withPolicy(programs, model, name, policy));
    return {
      contestants,
      ceilingWorkload: echoed([numberedExchange(0).body]),
      ratios: loads.flatMap((load) => (load.kind === 'open' ? ratiosAt(load.name) : [])),
    };
  },
};

function meanLoad(share: number): OpenLoad {
  return openLoad(`a quarter of each second, ${share} of capacity`, { ...BURST, perSecond: Math.round(CAPACITY * share) });
}

function openLoad(name: string, pattern: Pattern): OpenLoad {
  return { kind: 'open', name, pattern, deadlineMs: DEADLINE_MS };
}

function withPolicy(programs: Programs, url: string, name: string, policy: string): Promise<Contestant> {
  const batching = { policy, latencySloMs: DEADLINE_MS };
  const endpoints = { bench: { upstream: { type: 'http', url }, codec: 'kserve-v1', batching } };
  const label = name === 'gateway' ? 'Tidegate' : `Tidegate, policy ${policy}`;
  return gateway(programs, { name, label, endpoints, workloadAt: () => numberedInstances });
}

function ratiosAt(load: string): Ratio[] {
  return ['linger', 'eager'].flatMap((to): Ratio[] => [
    { what: `in time, gateway / ${to}`, of: 'gateway', to, load, measure: 'inTimeShare', as: 'share' },
    { what: `p50, gateway / ${to}`, of: 'gateway', to, load, measure: 'p50Ms', as: 'share' },
  ]);
}
