import { createStream } from '../../test/support/kinesis/operator.ts';
import { isClean, type LoadFigures, loadFigures } from '../load-generator/load-figures.ts';
import { startLoadGenerator } from '../load-generator/load-generator.ts';
import { metricSum } from '../measure/metric-sum.ts';
import type { Progress } from '../measure/rounds.ts';
import type { Programs } from '../processes/programs.ts';
import { type BatchSizes, batchSizes } from './batch-sizes.ts';
import { checked } from './checked.ts';
import { startGateway } from './gateway.ts';
import { capacityOf, modelDetails, SLOW, startModel } from './model.ts';
import type { StreamPlan } from './plan.ts';
import { prefill } from './prefill.ts';
import type { Services } from './services.ts';

/** The same HTTP requests, at the client: without a backlog, and while one is caught up with. */
export interface Beside {
  readonly alone: HttpFigures;
  readonly beside: HttpFigures;
  readonly backlog: {
    readonly records: number;
    readonly repeated: number;
    /** While HTTP requests came, */
    readonly perSecond: number;
    /** and whether there was something left of it when they ended, without which the figures say nothing. */
    readonly outlasted: boolean;
  };
  /** From the first record's being put to the last one's result. */
  readonly calls: {
    readonly count: number;
    /** Those that held both an HTTP request and a record, counted by the model. */
    readonly mixed: number;
    readonly batches: BatchSizes;
    /** What the gateway found out by itself: how many calls may be under way at once. */
    readonly inFlightLimit: number;
  };
}

export interface HttpFigures extends LoadFigures {
  /** Of the requests that were due: those answered within the deadline of being sent. */
  readonly inTimeShare: number;
}

/** How much longer the backlog lasts than HTTP requests come. */
const OUTLASTING = 1.3;

const STREAM = 'beside-http';

export async function measureBeside(
  programs: Programs,
  { client }: Services,
  plan: StreamPlan,
  progress: Progress,
): Promise<Beside> {
  const { settleSeconds, seconds, load, deadlineMs } = plan.beside;
  const capacity = capacityOf(SLOW);
  await createStream(client, STREAM, plan.shards);
  const modelUrl = await startModel(programs, SLOW);
  const gateway = await startGateway(programs, STREAM, modelUrl, SLOW);
  const generate = await startLoadGenerator(programs);
  const http = async (seed: number): Promise<HttpFigures> => {
    // One deadline longer, so that the last ones recorded have to compete as the others did.
    const arrivals = {
      kind: 'poisson',
      perSecond: capacity * load,
      seconds: settleSeconds + seconds + deadlineMs / 1000,
      seed,
    } as const;
    const headers = { 'x-tidegate-timeout-ms': String(deadlineMs) };
    const outcomes = await generate({ kind: 'open', url: gateway.invocationsUrl, headers, arrivals });
    const figures = loadFigures(outcomes, plan.beside, deadlineMs);
    if (!isClean(figures)) throw new Error(`HTTP requests had no answer, another's, or an error: ${JSON.stringify(figures)}`);
    return { ...figures, inTimeShare: figures.inTimePerSecond / figures.offeredPerSecond };
  };
  progress('stream: HTTP alone');
  const alone = await http(plan.seed);
  progress('stream: HTTP beside a backlog');
  const records = Math.ceil(capacity * (settleSeconds + seconds + 1) * OUTLASTING);
  const [modelBefore, metricsBefore] = await Promise.all([modelDetails(modelUrl), gateway.metrics()]);
  await prefill(client, STREAM, records);
  await gateway.results.until(1);
  const [countBefore, startedAt] = [gateway.results.count, performance.now()];
  const beside = await http(plan.seed + 1);
  gateway.results.look();
  const inFlightLimit = metricSum(await gateway.metrics(), 'tidegate_in_flight_limit');
  const [countAfter, elapsedMs] = [gateway.results.count, performance.now() - startedAt];
  await gateway.results.until(records);
  const model = await modelDetails(modelUrl);
  const metrics = await gateway.metrics();
  await gateway.stop();
  await programs.stop(modelUrl);
  const { repeated } = checked(gateway.results.lines(), records);
  return {
    alone,
    beside,
    backlog: {
      records,
      repeated,
      perSecond: ((countAfter - countBefore) / elapsedMs) * 1000,
      outlasted: countAfter < records,
    },
    calls: {
      count: model.calls - modelBefore.calls,
      mixed: model.mixed - modelBefore.mixed,
      batches: batchSizes(metrics, metricsBefore),
      inFlightLimit,
    },
  };
}
