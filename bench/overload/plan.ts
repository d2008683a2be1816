import type { Duration } from '../load/recorder.ts';

/** How much is measured. */
export interface OverloadPlan extends Duration {
  /** Of each endpoint, before anything is recorded. */
  readonly warmUpSeconds: number;
  readonly rounds: number;
  /** What is offered, as multiples of the measured capacity. */
  readonly loads: readonly number[];
  /** In the closed loop that measures the capacity: a batch that runs, one that waits for it, and as many to come. */
  readonly capacityClients: number;
  /** The deadline of each request. */
  readonly sloMs: number;
  readonly seed: number;
}

const SAME = { loads: [1.1, 1.3, 2, 5], capacityClients: 128, sloMs: 400, seed: 1 };

const FULL: OverloadPlan = { ...SAME, warmUpSeconds: 8, settleSeconds: 2, seconds: 10, rounds: 3 };

/** For CI: shows that all works, and gross losses. */
const SHORT: OverloadPlan = { ...SAME, warmUpSeconds: 3, settleSeconds: 1, seconds: 3, rounds: 1 };

/** What was asked for goes before what is usual. */
export function overloadPlan(asked: Partial<Pick<OverloadPlan, 'seconds' | 'rounds'>>, short: boolean): OverloadPlan {
  return { ...(short ? SHORT : FULL), ...asked };
}
