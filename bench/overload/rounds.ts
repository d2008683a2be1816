import { type LoadFigures, loadFigures } from '../load-generator/load-figures.ts';
import type { LoadGenerator } from '../load-generator/load-generator.ts';
import { untilQuiet } from '../measure/quiet.ts';
import type { Progress } from '../measure/rounds.ts';
import { capacityOf } from './capacity.ts';
import { since } from './endpoint-counters.ts';
import { type GatewayFigures, gatewayFigures } from './gateway-figures.ts';
import { type EndpointName, type GatewayUnderTest, THEORETICAL_CAPACITY } from './gateway-under-test.ts';
import type { OverloadPlan } from './plan.ts';

/** What it takes to measure. */
export interface Bench {
  readonly gateway: GatewayUnderTest;
  readonly generate: LoadGenerator;
  readonly plan: OverloadPlan;
  readonly progress: Progress;
}

/** One run: one load, one round. */
export interface LoadRun extends LoadFigures {
  readonly gateway: GatewayFigures;
}

/** All rounds of one load. */
export interface LoadRuns {
  /** As a multiple of the capacity. */
  readonly load: number;
  readonly runs: readonly LoadRun[];
}

export interface Measured {
  /** Items a second: the first is what loads are multiples of, then one a round. */
  readonly capacities: readonly number[];
  readonly loads: readonly LoadRuns[];
}

/**
 * Loads both endpoints, for code to be compiled, the model's speed learned, and as many connections opened as the heaviest load
 * takes. The figures are thrown away.
 */
export async function warmUp({ gateway, generate, plan }: Bench): Promise<void> {
  const { warmUpSeconds: seconds, capacityClients: clients, seed } = plan;
  await generate({ kind: 'closed', url: gateway.url('capacity'), clients: { clients, seconds } });
  const arrivals = { kind: 'poisson', perSecond: Math.max(...plan.loads) * THEORETICAL_CAPACITY, seconds, seed } as const;
  await generate({ kind: 'open', url: gateway.url('overload'), arrivals });
}

/**
 * Capacity and all loads in turn, several rounds, every second one backwards: what slows the machine for a while falls on all
 * alike.
 */
export async function measure(bench: Bench): Promise<Measured> {
  const { plan, progress } = bench;
  const capacity = await measureCapacity(bench);
  const capacities = [capacity];
  const loads = plan.loads.map((load) => ({ load, runs: [] as LoadRun[] }));
  const steps = [
    async () => capacities.push(await measureCapacity(bench)),
    ...loads.map(
      ({ load, runs }) =>
        async (seed: number) =>
          runs.push(await runLoad(bench, load * capacity, seed)),
    ),
  ];
  for (let round = 0; round < plan.rounds; round += 1) {
    progress(`round ${round + 1} of ${plan.rounds}`);
    const seeded = steps.map((step, i) => () => step(plan.seed + round * steps.length + i));
    for (const step of round % 2 === 0 ? seeded : seeded.toReversed()) await step();
  }
  return { capacities, loads };
}

async function measureCapacity({ gateway, generate, plan }: Bench): Promise<number> {
  await quiet(gateway, 'capacity');
  const clients = { clients: plan.capacityClients, seconds: plan.settleSeconds + plan.seconds };
  return capacityOf(await generate({ kind: 'closed', url: gateway.url('capacity'), clients }), plan);
}

/** The load goes on for a deadline after the window, so that the last requests within have to compete as the others did. */
async function runLoad({ gateway, generate, plan }: Bench, perSecond: number, seed: number): Promise<LoadRun> {
  await quiet(gateway, 'overload');
  const before = await gateway.counters('overload');
  const seconds = plan.settleSeconds + plan.seconds + plan.sloMs / 1000;
  const outcomes = await generate({
    kind: 'open',
    url: gateway.url('overload'),
    arrivals: { kind: 'poisson', perSecond, seconds, seed },
  });
  await quiet(gateway, 'overload');
  const counted = since(before, await gateway.counters('overload'));
  return { ...loadFigures(outcomes, plan, plan.sloMs), gateway: gatewayFigures(counted) };
}

function quiet(gateway: GatewayUnderTest, endpoint: EndpointName): Promise<void> {
  return untilQuiet({ name: `endpoint ${endpoint}`, counters: () => gateway.counters(endpoint) });
}
