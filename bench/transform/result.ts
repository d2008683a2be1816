import type { Verdict } from '../measure/verdict.ts';
import type { About } from '../report/about.ts';
import type { TransformPlan } from './plan.ts';
import type { TransformRun } from './run-once.ts';

/** The whole benchmark, measured. This is what the JSON file holds. */
export interface TransformResult extends About {
  readonly scenario: 'transform';
  readonly title: string;
  readonly facts: string;
  readonly settings: TransformPlan;
  readonly setup: string;
  /** Lines a second when every call is full, by the model's law. */
  readonly ceilingPerSecond: number;
  readonly targets: readonly Verdict[];
  readonly sizes: readonly SizeRuns[];
}

/** All rounds of one file. */
export interface SizeRuns {
  readonly lines: number;
  readonly runs: readonly TransformRun[];
}
