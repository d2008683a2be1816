import type { Contestant } from '../contestants/contestant.ts';
import { type Cell, cell, type Run } from './cell.ts';
import type { Plan } from './plan.ts';
import { untilQuiet } from './quiet.ts';

export type Progress = (line: string) => void;

/** Clients during the warm-up: enough for full batches. */
const WARM_UP_CLIENTS = 32;

/** Loads each contestant by itself, for its code to be compiled and its habits learned. Its figures are thrown away. */
export async function warmUp(contestants: readonly Contestant[], plan: Plan, progress: Progress): Promise<void> {
  for (const contestant of contestants) {
    progress(`warm-up: ${contestant.name}`);
    const clients = contestant.onlyClients?.[0] ?? closest(plan.clientCounts, WARM_UP_CLIENTS);
    await contestant.run({ clients, seconds: plan.warmUpSeconds, settleSeconds: 0 });
  }
}

/**
 * For each client count all contestants in turn, several rounds, every second one backwards: what slows the machine for a while
 * falls on all alike.
 */
export async function measure(contestants: readonly Contestant[], plan: Plan, progress: Progress): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const clients of plan.clientCounts) {
    const present = contestants.filter(({ onlyClients }) => onlyClients?.includes(clients) ?? true);
    const runs = new Map<string, Run[]>(present.map(({ name }) => [name, []]));
    for (let round = 0; round < plan.rounds; round += 1) {
      progress(`${clients} clients, round ${round + 1} of ${plan.rounds}`);
      for (const contestant of round % 2 === 0 ? present : present.toReversed()) {
        runs.get(contestant.name)?.push(await runOnce(contestant, clients, plan));
      }
    }
    for (const [name, all] of runs) cells.push(cell(name, clients, all));
  }
  return cells;
}

async function runOnce(contestant: Contestant, clients: number, { seconds, settleSeconds }: Plan): Promise<Run> {
  await untilQuiet(contestant);
  const before = await contestant.counters();
  const figures = await contestant.run({ clients, seconds, settleSeconds });
  const after = await contestant.counters();
  return { ...figures, callsPerItem: (after.calls - before.calls) / (after.items - before.items) };
}

function closest(counts: readonly number[], wanted: number): number {
  return counts.toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0] ?? wanted;
}
