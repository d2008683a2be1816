import type { Contestant } from './contestants/contestant.ts';
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
  /** Starts the processes, which stay up until the scenario is done. */
  start(programs: Programs, plan: Plan): Promise<Started>;
}

export interface Started {
  /** The first is the one that the scenario is about. */
  readonly contestants: readonly Contestant[];
  /** What the load generator's own ceiling is measured with: requests as long as the scenario's longer side. */
  readonly ceilingWorkload: Workload;
  readonly ratios: readonly Ratio[];
}
