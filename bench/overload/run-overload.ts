import { isClean } from '../load-generator/load-figures.ts';
import { startLoadGenerator } from '../load-generator/load-generator.ts';
import type { Progress } from '../measure/rounds.ts';
import type { Programs } from '../processes/programs.ts';
import { aboutNow } from '../report/about.ts';
import { spread } from '../statistics/spread.ts';
import { BATCH, MODEL, startGateway, THEORETICAL_CAPACITY } from './gateway-under-test.ts';
import type { OverloadPlan } from './plan.ts';
import type { OverloadResult } from './result.ts';
import { measure, warmUp } from './rounds.ts';
import { verdicts } from './targets.ts';

export interface OverloadOptions {
  readonly plan: OverloadPlan;
  readonly command: string;
  readonly programs: Programs;
  readonly progress: Progress;
}

/** Starts the processes and measures. */
export async function runOverload({ plan, command, programs, progress }: OverloadOptions): Promise<OverloadResult> {
  const about = aboutNow(command);
  progress('overload: starting');
  const gateway = await startGateway(programs, plan.sloMs);
  const bench = { gateway, generate: await startLoadGenerator(programs), plan, progress };
  progress('warm-up');
  await warmUp(bench);
  const { capacities, loads } = await measure(bench);
  const perSecond = spread(capacities).median;
  return {
    scenario: 'overload',
    title: 'Overload',
    facts: `a call takes ${MODEL.baseMs} ms and ${MODEL.perItemMs} ms per item, one call at a time, at most ${BATCH} items a call; deadline ${plan.sloMs} ms`,
    ...about,
    load: 'open loop (Poisson arrivals) over HTTP on one machine',
    settings: plan,
    setup: gateway.setup,
    capacity: { perSecond, theoretical: THEORETICAL_CAPACITY, measurements: capacities },
    targets: verdicts(loads, perSecond),
    loads,
  };
}

/** What, besides targets, was not as it must be; empty when nothing. */
export function complaints({ loads }: OverloadResult): string[] {
  const runs = loads.flatMap((each) => each.runs);
  const voids = runs.filter(({ isVoid }) => isVoid).length;
  const faulty = runs.filter((run) => !isClean(run)).length;
  return [
    ...(voids === 0 ? [] : [`${voids} of ${runs.length} runs are void: the load generator was 10 ms late or more (p99).`]),
    ...(faulty === 0 ? [] : [`In ${faulty} of ${runs.length} runs requests had no answer, an error, or an answer of another's.`]),
  ];
}
