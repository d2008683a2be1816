import { loadGeneratorCeiling, startGenerator } from './measure/ceiling.ts';
import { driver } from './measure/driver.ts';
import type { Plan } from './measure/plan.ts';
import { findRatio } from './measure/ratio.ts';
import { measure, type Progress, warmUp } from './measure/rounds.ts';
import { measurePeers } from './peers/measure-peers.ts';
import type { Programs } from './processes/programs.ts';
import { aboutNow } from './report/about.ts';
import { entrantOf } from './report/entrant.ts';
import type { Result } from './report/result.ts';
import type { Scenario } from './scenario.ts';

export interface RunOptions {
  readonly plan: Plan;
  /** What goes before whatever the scenario would have. */
  readonly asked?: Partial<Plan>;
  readonly command: string;
  readonly programs: Programs;
  readonly progress: Progress;
}

/** Starts a scenario's processes and measures. */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<Result> {
  const { programs, progress, command } = options;
  const plan = { ...options.plan, ...scenario.duration?.(options.plan), ...options.asked };
  const loads = scenario.loads(plan);
  const about = aboutNow(command);
  progress(`${scenario.name}: starting`);
  const { contestants, ceilingWorkload, ratios, ceiling, modelUrl } = await scenario.start(programs, plan, loads);
  progress('the load generator by itself');
  const ceilingFigures = await loadGeneratorCeiling(programs, plan, ceilingWorkload);
  const generator = loads.some(({ kind }) => kind === 'open') ? await startGenerator(programs, plan) : undefined;
  const contest = { contestants, loads, drive: driver(generator), plan, progress, ceiling };
  await warmUp(contest);
  const cells = await measure(contest);
  const peers = modelUrl && plan.peers ? await measurePeers(contest, programs, modelUrl, plan.peers) : undefined;
  return {
    scenario: scenario.name,
    title: scenario.title,
    facts: scenario.facts,
    ...about,
    settings: plan,
    loads,
    contestants: contestants.map(entrantOf),
    loadGeneratorCeiling: ceilingFigures,
    ...(generator === undefined ? {} : { openLoopCeilingPerSecond: generator.ceilingPerSecond }),
    ratios: ratios.flatMap((ratio) => findRatio(ratio, cells) ?? []),
    cells,
    ...(peers && { peers }),
  };
}
