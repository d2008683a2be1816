import type { Duration } from '../load/recorder.ts';

/** How much is measured. */
export interface SoakPlan {
  readonly minutes: number;
  /** The load comes in parts, with a look at the process in between. */
  readonly part: Duration;
  /** Nothing is recorded of these, */
  readonly warmUpSeconds: number;
  /** and no memory of this share of the rest: it still grows while code is compiled and caches are filled. */
  readonly warmUpShare: number;
  /** Of the model's capacity. */
  readonly load: number;
  readonly seed: number;
}

const FULL: SoakPlan = {
  minutes: 30,
  part: { settleSeconds: 0, seconds: 15 },
  warmUpSeconds: 8,
  warmUpShare: 0.2,
  load: 0.7,
  seed: 1,
};
const SHORT: SoakPlan = { ...FULL, minutes: 0.5, warmUpSeconds: 3, part: { settleSeconds: 0, seconds: 3 } };

export function soakPlan(minutes: number | undefined, short: boolean): SoakPlan {
  const base = short ? SHORT : FULL;
  return { ...base, minutes: minutes ?? base.minutes };
}
