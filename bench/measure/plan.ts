import type { Duration } from '../load/recorder.ts';

/** How much is measured. */
export interface Plan extends Duration {
  /** Of each contestant, before anything is recorded. */
  readonly warmUpSeconds: number;
  readonly rounds: number;
  readonly clientCounts: readonly number[];
}

export const FULL: Plan = {
  warmUpSeconds: 10,
  settleSeconds: 0.5,
  seconds: 2.5,
  rounds: 3,
  clientCounts: [1, 2, 4, 8, 16, 32, 64, 128],
};

/** For CI: shows that all works, and gross losses. */
export const SHORT: Plan = { warmUpSeconds: 1, settleSeconds: 0.3, seconds: 2, rounds: 1, clientCounts: [1, 16, 64] };
