import { reference } from '../contestants/reference.ts';
import { closedLoop } from '../load/closed-loop.ts';
import type { Figures } from '../load/figures.ts';
import type { Generator } from '../load/open-loop.ts';
import type { Workload } from '../load/workload.ts';
import { startLoadGenerator } from '../load-generator/load-generator.ts';
import type { Programs } from '../processes/programs.ts';
import type { Plan } from './plan.ts';

const CLIENTS = 64;

/** What the load of closed loops does at most: against a bare route that echoes. Results near it would be its own, not the gateway's. */
export async function loadGeneratorCeiling(programs: Programs, plan: Plan, workload: Workload): Promise<Figures> {
  const url = await reference(programs, 'echo');
  const { seconds, warmUpSeconds } = plan;
  const run = { clients: CLIENTS, workload, seconds, settleSeconds: Math.min(warmUpSeconds, 3) };
  const figures = await closedLoop({ url: `${url}/invocations`, ...run });
  await programs.stop(url);
  return figures;
}

/** Starts the load generator of open loops, and finds out what it does at most, the same way. */
export async function startGenerator(programs: Programs, { seconds, warmUpSeconds }: Plan): Promise<Generator> {
  const generate = await startLoadGenerator(programs);
  const url = await reference(programs, 'echo');
  const settleMs = Math.min(warmUpSeconds, 3) * 1000;
  const clients = { clients: CLIENTS, seconds: settleMs / 1000 + seconds };
  const outcomes = await generate({ kind: 'closed', url: `${url}/invocations`, clients });
  await programs.stop(url);
  return { generate, ceilingPerSecond: outcomes.filter(({ endedAt }) => endedAt >= settleMs).length / seconds };
}
