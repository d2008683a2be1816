import type { Benchmark } from './benchmark.ts';
import { isClean } from './load/figures.ts';
import type { Limit } from './measure/limit.ts';
import { SMOKE } from './measure/plan.ts';
import type { RatioFound } from './measure/ratio.ts';
import { tableOf } from './report/table.ts';
import { runScenario } from './run-scenario.ts';
import { poison } from './scenarios/poison.ts';
import { SATURATION } from './scenarios/saturation.ts';

/** Of the targets, on a machine that does other things too: a fifth of what is to be reached, five times what is to be kept below. */
const FAR = { below: 0.2, above: 5 };

/** For CI, under a minute: fails only for what is wrong, or far from its target. */
export const smoke: Benchmark = {
  name: 'smoke',
  async run(_asked, bench) {
    const texts: string[] = [];
    const complaints: string[] = [];
    for (const scenario of [...SATURATION.slice(0, 1), poison]) {
      const result = await runScenario(scenario, { plan: SMOKE, ...bench });
      await bench.programs.stopAll();
      texts.push(tableOf(result));
      const isWrong = !result.cells.every(({ runs }) => runs.every(isClean));
      if (isWrong) complaints.push(`${scenario.name}: requests had no answer, an error, or an answer of another's.`);
      complaints.push(
        ...result.ratios.filter(isFar).map(({ what, load }) => `${scenario.name}: ${what}, ${load}: far from its target.`),
      );
    }
    return { text: texts.join('\n'), files: {}, complaints };
  },
};

function isFar({ value, target }: RatioFound): boolean {
  return target !== undefined && isFarFrom(value, target);
}

export function isFarFrom(value: number, limit: Limit): boolean {
  return 'atLeast' in limit ? !(value >= limit.atLeast * FAR.below) : !(value <= limit.atMost * FAR.above);
}
