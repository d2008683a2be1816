import type { Contestant } from './contestants/contestant.ts';
import type { Load } from './load/load.ts';
import type { Duration } from './load/recorder.ts';
import type { Workload } from './load/workload.ts';
import type { Plan } from './measure/plan.ts';
import type { Ratio } from './measure/ratio.ts';
import type { Programs } from './processes/programs.ts';

/** One question, put to several contestants. */
export interface Scenario {
  readonly name: string;
  /** What the plots are of. */
  readonly title: string;
  /** What the model does, in one line; says nothing of the machine. */
  readonly facts: string;
  loads(plan: Plan): readonly Load[];
  /** How long a run has to be. @default as the plan says */
  duration?(plan: Plan): Duration;
  /** Starts the processes, which stay up until the scenario is done. */
  start(programs: Programs, plan: Plan, loads: readonly Load[]): Promise<Started>;
}

export interface Started {
  /** The first is the one that the scenario is about. */
  readonly contestants: readonly Contestant[];
  /** What the load generator's own ceiling is measured with: requests as long as the scenario's longer side. */
  readonly ceilingWorkload: Workload;
  readonly ratios: readonly Ratio[];
  /** Answers a second that are possible at a load, by the model's law. */
  readonly ceiling?: (load: Load) => number;
  /** The model server's origin, where peers can be measured before it too. */
  readonly modelUrl?: string;
}
