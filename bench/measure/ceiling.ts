import { reference } from '../contestants/reference.ts';
import { closedLoop } from '../load/closed-loop.ts';
import type { Figures } from '../load/figures.ts';
import type { Workload } from '../load/workload.ts';
import type { Programs } from '../processes/programs.ts';
import type { Plan } from './plan.ts';

const CLIENTS = 64;

/** What the load generator does at most: against a bare route that echoes. Results near it would be its own, not the gateway's. */
export async function loadGeneratorCeiling(programs: Programs, plan: Plan, workload: Workload): Promise<Figures> {
  const url = `${await reference(programs, 'echo')}/invocations`;
  const { seconds, warmUpSeconds } = plan;
  return closedLoop({ url, clients: CLIENTS, workload, seconds, settleSeconds: Math.min(warmUpSeconds, 3) });
}
