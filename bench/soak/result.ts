import type { Figures } from '../load/figures.ts';
import type { Verdict } from '../measure/verdict.ts';
import type { About } from '../report/about.ts';
import type { SoakPlan } from './plan.ts';

/** The whole soak, measured. This is what the JSON file holds. */
export interface SoakResult extends About {
  readonly scenario: 'soak';
  readonly title: string;
  readonly facts: string;
  readonly settings: SoakPlan;
  readonly setup: string;
  /** Memory, MiB an hour, beyond what the warm-up took; and its standard error. */
  readonly slope: { readonly perHour: number; readonly standardError: number };
  readonly cpuPer1000: number;
  readonly requests: number;
  readonly targets: readonly Verdict[];
  readonly parts: readonly Part[];
}

/** One part of the load. */
export interface Part extends Figures {
  /** At its end, since the load began. */
  readonly minute: number;
  readonly rssMiB: number;
  readonly cpuSeconds: number;
}
