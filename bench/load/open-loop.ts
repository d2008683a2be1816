import { loadFigures } from '../load-generator/load-figures.ts';
import type { LoadGenerator } from '../load-generator/load-generator.ts';
import type { Figures } from './figures.ts';
import type { OpenLoad } from './load.ts';
import type { Duration } from './recorder.ts';

/** A load generator, and what it can do. */
export interface Generator {
  readonly generate: LoadGenerator;
  /** Requests a second, against a bare route that echoes. */
  readonly ceilingPerSecond: number;
}

export interface OpenLoop extends Duration {
  readonly url: string;
  readonly load: OpenLoad;
  readonly seed: number;
}

/** Beyond this share of what it can do, the load generator's own queue is in the latencies. */
const NEAR_CEILING = 0.5;

/** Latencies are from when requests were due. Without a deadline a refusal is a fault. */
export async function openLoop({ generate, ceilingPerSecond }: Generator, run: OpenLoop): Promise<Figures> {
  const { url, load, seed, settleSeconds, seconds } = run;
  // One deadline longer, so that the last ones recorded have to compete as the others did.
  const lasts = settleSeconds + seconds + (load.deadlineMs ?? 0) / 1000;
  const outcomes = await generate({ kind: 'open', url, arrivals: { ...load.pattern, seconds: lasts, seed } });
  const found = loadFigures(outcomes, run, load.deadlineMs ?? Number.POSITIVE_INFINITY);
  const { offeredPerSecond, inTimeOfDuePerSecond, refusals } = found;
  return {
    answers: found.answers,
    perSecond: found.answers / seconds,
    ...found.latencyOfDue,
    replies: outcomes.length - found.unanswered,
    non2xx: found.unexpected + (load.deadlineMs === undefined ? refusals.count : 0),
    wrong: found.wrong,
    errors: found.unanswered,
    open: {
      offeredPerSecond,
      lagP99Ms: found.lag.p99Ms,
      isVoid: found.isVoid || offeredPerSecond > NEAR_CEILING * ceilingPerSecond,
      ...(load.deadlineMs === undefined ? {} : { inTimeShare: inTimeOfDuePerSecond / offeredPerSecond }),
      refused: refusals.count,
    },
  };
}
