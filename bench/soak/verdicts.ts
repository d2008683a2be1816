import { judged, type Verdict } from '../measure/verdict.ts';
import { slopeOf } from '../statistics/slope.ts';
import { spread } from '../statistics/spread.ts';
import type { SoakPlan } from './plan.ts';
import type { Part, SoakResult } from './result.ts';

/** As many standard errors as chance makes up for. */
const NOISE = 2;

/** Of the memory, in MiB an hour, once warm. */
export function slopePerHour(parts: readonly Part[], { minutes, warmUpShare }: SoakPlan): SoakResult['slope'] {
  const warm = parts.filter(({ minute, rssMiB }) => minute >= minutes * warmUpShare && !Number.isNaN(rssMiB));
  if (warm.length < 3) return { perHour: Number.NaN, standardError: Number.NaN };
  const { perX, standardError } = slopeOf(warm.map(({ minute, rssMiB }) => [minute / 60, rssMiB]));
  return { perHour: perX, standardError };
}

export function verdicts(parts: readonly Part[], { perHour, standardError }: SoakResult['slope']): Verdict[] {
  const faults = parts.reduce((total, { non2xx, wrong, errors }) => total + non2xx + wrong + errors, 0);
  const [least, most] = [perHour - NOISE * standardError, perHour + NOISE * standardError];
  return [
    judged('errors and wrong answers', spread([faults]), { atMost: 0 }),
    {
      ...judged('memory, MiB an hour beyond its noise', spread([least]), { atMost: 1 }),
      value: { median: least, min: least, max: most },
    },
  ];
}
