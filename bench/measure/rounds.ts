import type { Contestant } from '../contestants/contestant.ts';
import type { Counters } from '../contestants/counters.ts';
import { clientsOf, type Load, nameOf, sizeOf } from '../load/load.ts';
import type { Usage } from '../processes/usage.ts';
import { type Cell, cell, type Run } from './cell.ts';
import type { Driver, Turn } from './driver.ts';
import type { Plan } from './plan.ts';
import { untilQuiet } from './quiet.ts';

export type Progress = (line: string) => void;

/** Who is measured, how, and at what. */
export interface Contest {
  readonly contestants: readonly Contestant[];
  readonly loads: readonly Load[];
  readonly drive: Driver;
  readonly plan: Plan;
  readonly progress: Progress;
  /** Answers a second that are possible at a load; undefined where nobody knows. */
  readonly ceiling?: ((load: Load) => number) | undefined;
}

/** Clients during the warm-up: enough for full batches. */
const WARM_UP_CLIENTS = 32;

/** Loads each contestant by itself, for its code to be compiled and its habits learned. Its figures are thrown away. */
export async function warmUp({ contestants, loads, drive, plan, progress }: Contest): Promise<void> {
  for (const contestant of contestants) {
    progress(`warm-up: ${contestant.name}`);
    const load = loads.filter((each) => takesPart(contestant, each)).toSorted((a, b) => distance(a) - distance(b))[0];
    if (load !== undefined) await drive(contestant, load, { seconds: plan.warmUpSeconds, settleSeconds: 0, seed: 0 });
  }
}

/**
 * At each load all contestants in turn, several rounds, every second one backwards: what slows the machine for a while falls on
 * all alike.
 */
export async function measure(contest: Contest): Promise<Cell[]> {
  const { contestants, loads, plan, progress } = contest;
  const cells: Cell[] = [];
  for (const load of loads) {
    const present = contestants.filter((each) => takesPart(each, load));
    const runs = new Map<string, Run[]>(present.map(({ name }) => [name, []]));
    for (let round = 0; round < plan.rounds; round += 1) {
      progress(`${nameOf(load)}, round ${round + 1} of ${plan.rounds}`);
      const turn = { seconds: plan.seconds, settleSeconds: plan.settleSeconds, seed: round + 1 };
      for (const contestant of round % 2 === 0 ? present : present.toReversed()) {
        runs.get(contestant.name)?.push(await runOnce(contest, contestant, load, turn));
      }
    }
    for (const [name, all] of runs) cells.push(cell({ contestant: name, load: nameOf(load), size: sizeOf(load), runs: all }));
  }
  return cells;
}

async function runOnce({ drive, ceiling }: Contest, contestant: Contestant, load: Load, turn: Turn): Promise<Run> {
  await untilQuiet(contestant);
  const before = { counters: await contestant.counters?.(), usage: contestant.usage?.() };
  const figures = await drive(contestant, load, turn);
  const after = { counters: await contestant.counters?.(), usage: contestant.usage?.() };
  return {
    ...figures,
    ...callsBetween(before.counters, after.counters),
    ...usedBetween(before.usage, after.usage, figures.replies),
    ...(ceiling === undefined ? {} : { ofCeiling: figures.perSecond / ceiling(load) }),
  };
}

function callsBetween(before: Counters | undefined, after: Counters | undefined): Pick<Run, 'callsPerItem'> {
  if (before === undefined || after === undefined) return {};
  return { callsPerItem: (after.calls - before.calls) / (after.items - before.items) };
}

function usedBetween(before: Usage | undefined, after: Usage | undefined, replies: number): Partial<Run> {
  if (before === undefined || after === undefined) return {};
  return { cpuPer1000: ((after.cpuSeconds - before.cpuSeconds) / replies) * 1000, rssMiB: after.rssMiB };
}

function takesPart(contestant: Contestant, load: Load): boolean {
  return contestant.takesPart?.(load) ?? true;
}

/** How far a load is from what is best to warm up with. */
function distance(load: Load): number {
  return Math.abs(Math.min(clientsOf(load), 1000) - WARM_UP_CLIENTS);
}
