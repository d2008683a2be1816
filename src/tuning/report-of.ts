import type { Over } from './budget.ts';
import { adviceOf } from './findings/advice.ts';
import { chooseBest, gatherMs } from './findings/best.ts';
import { fitLine } from './findings/fit-line.ts';
import { frontOf } from './findings/front.ts';
import { type Gain, gainOfConcurrency, gainOfSize } from './findings/gains.ts';
import { notesOf } from './findings/notes.ts';
import type { TunePlan } from './plan.ts';
import type { TuneRecords } from './records.ts';
import type { ServedFigures } from './serving/try-served.ts';
import type { Setting } from './sweep/setting.ts';
import type { Settings } from './sweep/settings.ts';
import type { TunableEndpoint } from './tunable-endpoint.ts';
import type { BestSetting, Pays, TuneReport } from './tune-report.ts';

export interface Seen {
  readonly endpoint: TunableEndpoint;
  readonly records: TuneRecords;
  readonly plan: TunePlan;
  readonly settings: Settings;
  /** Under whose load the gateway was tried: it stays the best, though figures may have moved since. */
  readonly chosen: Setting | undefined;
  readonly adaptive: ServedFigures | undefined;
  readonly byHand: ServedFigures | undefined;
  /** What ended it before everything was looked at; undefined when nothing did. */
  readonly over: Over | undefined;
  readonly failures: ReadonlyMap<string, number>;
  readonly sent: TuneReport['sent'];
}

const PAYS = 1.5;
const PAYS_LITTLE = 1.1;

/** What follows from all that was seen. */
export function reportOf({ endpoint, records, plan, settings: measured, over, failures, ...seen }: Seen): TuneReport {
  const settings = measured.figures;
  const batching = gainOfSize(settings);
  const best = bestOf(measured, seen.chosen, records, plan);
  const latency = fitLine(measured.cells.filter(({ setting }) => setting.concurrency === 1).flatMap(({ calls }) => calls));
  const found = {
    endpoint: endpoint.name,
    codec: endpoint.codec.name,
    upstream: endpoint.upstreamType,
    plan,
    end: measured.failure === undefined ? (over ?? 'done') : 'failed',
    why: measured.failure,
    sent: seen.sent,
    settings,
    frontier: frontOf(settings),
    ruledOut: measured.ruledOut,
    throttledAt: measured.throttledAt,
    failures: [...failures].map(([why, calls]) => ({ why, calls })),
    latency,
    pays: records.apart === undefined ? paysBy(batching) : 'cannot-be-batched',
    batching,
    concurrency: gainOfConcurrency(settings, best?.size),
    best,
    adaptive: seen.adaptive,
    byHand: seen.byHand,
  } as const;
  return { ...found, advice: adviceOf(found, records), notes: notesOf(found, measured.cells) };
}

/** Unless it was ruled out in the end. */
function bestOf(
  settings: Settings,
  chosen: Setting | undefined,
  { fewestItems }: TuneRecords,
  { p99 }: TunePlan,
): BestSetting | undefined {
  const still = settings.figures.filter(({ size, concurrency }) => size === chosen?.size && concurrency === chosen.concurrency);
  const choice = chooseBest(still.length === 0 ? settings.figures : still, fewestItems, p99?.ms);
  if (choice === undefined) return undefined;
  return { ...choice.best, gatherMs: gatherMs(choice.best, fewestItems), inTime: choice.inTime };
}

function paysBy(gain: Gain | undefined): Pays {
  if (gain === undefined) return 'unknown';
  if (gain.times >= PAYS) return 'pays';
  return gain.times >= PAYS_LITTLE ? 'pays-little' : 'does-not-pay';
}
