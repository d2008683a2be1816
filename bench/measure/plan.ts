import type { Duration } from '../load/recorder.ts';

/** How much is measured. */
export interface Plan extends Duration {
  readonly short: boolean;
  /** Of each contestant, before anything is recorded. */
  readonly warmUpSeconds: number;
  readonly rounds: number;
  /** What is recorded lasts for at least so many of the model's longest calls. */
  readonly calls: number;
  /** Instead of the scenario's own. */
  readonly clientCounts?: readonly number[];
  /** Arrivals to be replayed instead of the scenario's own, in milliseconds from the start. */
  readonly replay?: readonly number[];
  /** Others to be measured beside the gateway, by name. */
  readonly peers?: readonly string[];
}

export const FULL: Plan = { short: false, warmUpSeconds: 8, settleSeconds: 0.5, seconds: 2.5, rounds: 5, calls: 20 };

/** Shows that all works, and gross losses. */
export const SHORT: Plan = { short: true, warmUpSeconds: 1, settleSeconds: 0.3, seconds: 2, rounds: 1, calls: 4 };

/** For CI, and quicker still. */
export const SMOKE: Plan = { ...SHORT, warmUpSeconds: 0.5, settleSeconds: 0.2, seconds: 1, clientCounts: [1, 64] };
