import type { About } from '../report/about.ts';
import type { OverloadPlan } from './plan.ts';
import type { LoadRuns } from './rounds.ts';
import type { Verdict } from './targets.ts';

/** The whole benchmark, measured. This is what the JSON file holds. */
export interface OverloadResult extends About {
  readonly scenario: 'overload';
  readonly title: string;
  readonly facts: string;
  readonly load: string;
  readonly settings: OverloadPlan;
  readonly setup: string;
  /** Items a second. */
  readonly capacity: {
    /** The median of all measurements; shares are of this. */
    readonly perSecond: number;
    /** By the model's law, when every call is full. */
    readonly theoretical: number;
    /** The first is what loads are multiples of, then one a round. */
    readonly measurements: readonly number[];
  };
  readonly targets: readonly Verdict[];
  readonly loads: readonly LoadRuns[];
}
