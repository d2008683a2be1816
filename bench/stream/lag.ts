import { percentile } from '../../src/kernel/percentile.ts';
import { createStream } from '../../test/support/kinesis/operator.ts';
import type { Progress } from '../measure/rounds.ts';
import type { Programs } from '../processes/programs.ts';
import { type Percentiles, percentiles } from '../statistics/percentiles.ts';
import { type Answered, checked } from './checked.ts';
import { startGateway } from './gateway.ts';
import { capacityOf, SLOW, startModel } from './model.ts';
import type { StreamPlan } from './plan.ts';
import { dueTimes, type Phase } from './producer/phases.ts';
import { script } from './script.ts';
import type { Services } from './services.ts';

/** What a step in load did to the lag: from when a record was due to be put until its result was in the file. */
export interface LagRun {
  /** As shares of the model's capacity. */
  readonly low: number;
  readonly step: number;
  readonly records: number;
  readonly repeated: number;
  /** How long after it was due a record was in the stream: the producer's and the emulator's share of the lag. */
  readonly producer: Percentiles;
  /** Of records due before the step, in it, and after the lag was back. */
  readonly before: Percentiles;
  readonly during: Percentiles;
  readonly after: Percentiles;
  /** From the end of the step until the lag was back, */
  readonly backAfterMs: number | null;
  /** and until nothing is left of the backlog by the model's law: what came beyond its capacity, at what the low rate leaves of it. */
  readonly byLawMs: number;
  /** By when records were due, half a second each. */
  readonly series: readonly LagWindow[];
}

export interface LagWindow {
  readonly fromMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const WINDOW_MS = 500;
/** Before the first record is due: what it takes the producer to start. */
const LEAD_MS = 1500;

interface Timed {
  readonly dueMs: number;
  readonly lagMs: number;
}

export async function measureLag(
  programs: Programs,
  services: Services,
  plan: StreamPlan,
  progress: Progress,
): Promise<readonly LagRun[]> {
  const modelUrl = await startModel(programs, SLOW);
  const runs: LagRun[] = [];
  for (const step of plan.lag.steps) {
    progress(`stream: lag under a step from ${plan.lag.low} to ${step} of the capacity`);
    runs.push(await oneStep(programs, services, plan, modelUrl, step));
  }
  await programs.stop(modelUrl);
  return runs;
}

async function oneStep(
  programs: Programs,
  { client, kinesisUrl }: Services,
  plan: StreamPlan,
  modelUrl: string,
  step: number,
): Promise<LagRun> {
  const { lag, shards } = plan;
  const stream = `lag-${step}`;
  await createStream(client, stream, shards);
  const byLawMs = (1000 * lag.stepSeconds * Math.max(0, step - 1)) / (1 - lag.low);
  const phases = phasesOf(plan, step, byLawMs);
  const gateway = await startGateway(programs, stream, modelUrl, SLOW);
  const startAt = Date.now() + LEAD_MS;
  const produced = script<{ sent: number; lag: Percentiles }>('producer/main.ts', {
    url: kinesisUrl,
    stream,
    phases: JSON.stringify(phases),
    'start-at': String(startAt),
  });
  const count = dueTimes(phases).length;
  const [{ lag: producer }] = await Promise.all([produced, gateway.results.until(count)]);
  await gateway.stop();
  const { answered, repeated } = checked(gateway.results.lines(), count);
  const timed = answered.map((one) => timedOf(one, startAt));
  const stepAt = 1000 * (lag.settleSeconds + lag.lowSeconds);
  return {
    low: lag.low,
    step,
    records: count,
    repeated,
    producer,
    ...around(timed, 1000 * lag.settleSeconds, stepAt, stepAt + 1000 * lag.stepSeconds),
    byLawMs,
    series: seriesOf(timed),
  };
}

function phasesOf({ lag }: StreamPlan, step: number, byLawMs: number): Phase[] {
  const capacity = capacityOf(SLOW);
  const low = capacity * lag.low;
  return [
    { perSecond: low, seconds: lag.settleSeconds + lag.lowSeconds },
    { perSecond: capacity * step, seconds: lag.stepSeconds },
    { perSecond: low, seconds: byLawMs / 1000 + lag.afterSeconds },
  ];
}

function timedOf({ dueAt, seenAt }: Answered, startAt: number): Timed {
  return { dueMs: dueAt - startAt, lagMs: seenAt - dueAt };
}

/** The lag is back in the first half second after the step whose median is no more than the 99th percentile before. */
function around(timed: readonly Timed[], fromMs: number, stepAt: number, endAt: number) {
  const lagsIn = (from: number, to: number): number[] =>
    timed.filter(({ dueMs }) => dueMs >= from && dueMs < to).map(({ lagMs }) => lagMs);
  const before = percentiles(lagsIn(fromMs, stepAt));
  const back = seriesOf(timed).find(({ fromMs: at, p50Ms }) => at >= endAt && p50Ms <= before.p99Ms);
  return {
    before,
    during: percentiles(lagsIn(stepAt, endAt)),
    after: percentiles(lagsIn(back?.fromMs ?? Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)),
    backAfterMs: back === undefined ? null : back.fromMs - endAt,
  };
}

function seriesOf(timed: readonly Timed[]): LagWindow[] {
  const windows = new Map<number, number[]>();
  for (const { dueMs, lagMs } of timed) {
    const fromMs = Math.floor(dueMs / WINDOW_MS) * WINDOW_MS;
    const lags = windows.get(fromMs);
    if (lags === undefined) windows.set(fromMs, [lagMs]);
    else lags.push(lagMs);
  }
  return [...windows]
    .toSorted(([a], [b]) => a - b)
    .map(([fromMs, lags]) => {
      const ascending = lags.toSorted((a, b) => a - b);
      return { fromMs, p50Ms: percentile(ascending, 0.5) ?? Number.NaN, p99Ms: percentile(ascending, 0.99) ?? Number.NaN };
    });
}
