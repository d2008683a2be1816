import { loadGeneratorCeiling } from './measure/ceiling.ts';
import type { Plan } from './measure/plan.ts';
import { findRatio } from './measure/ratio.ts';
import { measure, type Progress, warmUp } from './measure/rounds.ts';
import { Programs } from './processes/programs.ts';
import { currentCommit } from './report/commit.ts';
import { thisMachine } from './report/machine.ts';
import type { Result } from './report/result.ts';
import type { Scenario } from './scenario.ts';

export interface RunOptions {
  readonly plan: Plan;
  readonly command: string;
  readonly programs: Programs;
  readonly progress: Progress;
}

/** Starts a scenario's processes, measures, and stops them again, whatever happens. */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<Result> {
  const { programs } = options;
  try {
    return await Promise.race([measureScenario(scenario, options), programs.broken]);
  } finally {
    await programs.stopAll();
  }
}

async function measureScenario(scenario: Scenario, { plan, command, programs, progress }: RunOptions): Promise<Result> {
  const about = { date: new Date().toISOString(), commit: currentCommit(), machine: thisMachine() };
  progress(`${scenario.name}: starting`);
  const { contestants, ceilingWorkload, ratios } = await scenario.start(programs, plan);
  progress('the load generator by itself');
  const ceiling = await loadGeneratorCeiling(programs, plan, ceilingWorkload);
  await warmUp(contestants, plan, progress);
  const cells = await measure(contestants, plan, progress);
  return {
    scenario: scenario.name,
    title: scenario.title,
    facts: scenario.facts,
    command,
    ...about,
    load: 'closed loop over HTTP on one machine',
    settings: plan,
    contestants: contestants.map(({ name, label, setup }) => ({ name, label, setup })),
    loadGeneratorCeiling: ceiling,
    ratios: ratios.flatMap((ratio) => findRatio(ratio, cells) ?? []),
    cells,
  };
}
