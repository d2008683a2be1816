import type { Commit } from '../report/commit.ts';
import type { Machine } from '../report/machine.ts';
import type { Beside } from './beside-http.ts';
import type { EmulatorSpeed } from './compare-emulators.ts';
import type { LagRun } from './lag.ts';
import type { StreamPlan } from './plan.ts';
import type { Verdict } from './targets.ts';
import type { Throughput } from './throughput.ts';

/** The whole benchmark, measured. This is what the JSON file holds. */
export interface StreamResult {
  readonly scenario: 'stream';
  readonly title: string;
  readonly facts: string;
  readonly command: string;
  readonly date: string;
  readonly commit: Commit;
  readonly machine: Machine;
  readonly settings: StreamPlan;
  readonly models: { readonly fast: string; readonly slow: string };
  /** The fastest first. */
  readonly emulators: readonly EmulatorSpeed[];
  readonly targets: readonly Verdict[];
  readonly throughput: readonly Throughput[];
  readonly lag: readonly LagRun[];
  readonly beside: Beside;
}
