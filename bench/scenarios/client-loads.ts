import { type ClosedLoad, closed } from '../load/load.ts';
import type { Plan } from '../measure/plan.ts';

/** For a short run. */
const FEW = [1, 16, 64];

/** Closed loops of the clients that were asked for, or of the scenario's own. */
export function clientLoads({ clientCounts, short }: Plan, own: readonly number[]): ClosedLoad[] {
  if (clientCounts !== undefined) return closed(...clientCounts);
  const few = own.filter((count) => FEW.includes(count));
  return closed(...(short && few.length > 0 ? few : own));
}
