import type { About } from '../report/about.ts';
import type { Beside } from './beside-http.ts';
import type { EmulatorSpeed } from './compare-emulators.ts';
import type { LagRun } from './lag.ts';
import type { StreamPlan } from './plan.ts';
import type { Verdict } from './targets.ts';
import type { Throughput } from './throughput.ts';

/** The whole benchmark, measured. This is what the JSON file holds. */
export interface StreamResult extends About {
  readonly scenario: 'stream';
  readonly title: string;
  readonly facts: string;
  readonly settings: StreamPlan;
  readonly models: { readonly fast: string; readonly slow: string };
  /** The fastest first. */
  readonly emulators: readonly EmulatorSpeed[];
  readonly targets: readonly Verdict[];
  readonly throughput: readonly Throughput[];
  readonly lag: readonly LagRun[];
  readonly beside: Beside;
}
