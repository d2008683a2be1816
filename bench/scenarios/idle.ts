import { closed, type OpenLoad } from '../load/load.ts';
import { longerP50 } from '../measure/ratio.ts';
import { SERIAL } from '../model-server/laws.ts';
import type { Scenario } from '../scenario.ts';
import { threeWays } from './three-ways.ts';

/** No request meets another, */
const APART: OpenLoad = { kind: 'open', name: '10/s, apart', pattern: { kind: 'uniform', perSecond: 10 } };
/** and some do: the model works a tenth of the time. */
const POISSON: OpenLoad = { kind: 'open', name: '10/s, Poisson', pattern: { kind: 'poisson', perSecond: 10 } };

const LOADS = ['1 client', APART.name, POISSON.name];

/** What the gateway costs where there is nothing to gain. */
export const idle: Scenario = {
  name: 'idle',
  title: 'Next to no load',
  facts: SERIAL.facts,
  loads: () => [...closed(1), APART, POISSON],
  duration: ({ short, settleSeconds }) => ({ settleSeconds, seconds: short ? 4 : 15 }),
  start: async (programs) => ({
    ...(await threeWays(programs, SERIAL)),
    ratios: LOADS.flatMap((load) => [
      longerP50('gateway', 'direct', load, { atMost: 1 }),
      longerP50('gateway', 'plain-proxy', load, { atMost: 0.5 }),
    ]),
  }),
};
