import { createStream } from '../../test/support/kinesis/operator.ts';
import { metricSum } from '../measure/metric-sum.ts';
import type { Progress } from '../measure/rounds.ts';
import type { Programs } from '../processes/programs.ts';
import { type BatchSizes, batchSizes } from './batch-sizes.ts';
import { checked } from './checked.ts';
import { emulatorCounters, forgetCounters } from './emulator/counters.ts';
import { startGateway } from './gateway.ts';
import { FAST, modelDetails, startModel } from './model.ts';
import type { StreamPlan } from './plan.ts';
import { prefill } from './prefill.ts';
import type { ReadAll } from './reader/read-all.ts';
import { bodyOf, type RecordSize, SIZE_NAMES } from './records.ts';
import { script } from './script.ts';
import type { Services } from './services.ts';

/** How much of one processor each process took while it ran, 1 being all of it. */
export type Busy = Readonly<Record<string, number>>;

interface Run {
  readonly perSecond: number;
  readonly getRecords: number;
  readonly busy: Busy;
}

/** From the first GetRecords to the last result that was written. */
export interface EndToEndRun extends Run {
  readonly calls: number;
  readonly batches: BatchSizes;
  readonly repeated: number;
  /** Of the last three quarters of the results, that is once code is compiled and pages are on their way. */
  readonly steadyPerSecond: number;
}

export interface Round {
  /** As fast as the emulator answers, */
  readonly reader: Run;
  /** and as fast as Kinesis would. */
  readonly paced: Run;
  readonly endToEnd: EndToEndRun;
  /** End to end over the paced reader, */
  readonly ratio: number;
  /** and over the one that nothing holds back. */
  readonly unpacedRatio: number;
}

/** Of records of one size. */
export interface Throughput {
  readonly size: RecordSize;
  readonly prefillPerSecond: number;
  readonly setup: string;
  readonly rounds: readonly Round[];
}

export async function measureThroughput(
  programs: Programs,
  services: Services,
  plan: StreamPlan,
  progress: Progress,
): Promise<readonly Throughput[]> {
  const modelUrl = await startModel(programs, FAST);
  const all = [await ofSize('small', programs, services, modelUrl, plan, progress)];
  all.push(await ofSize('large', programs, services, modelUrl, plan, progress));
  await programs.stop(modelUrl);
  return all;
}

async function ofSize(
  size: RecordSize,
  programs: Programs,
  services: Services,
  modelUrl: string,
  plan: StreamPlan,
  progress: Progress,
): Promise<Throughput> {
  const count = plan.records[size];
  const records = { stream: `throughput-${size}`, size, count };
  await createStream(services.client, records.stream, plan.shards);
  const prefillPerSecond = await prefill(services.client, records.stream, count, size);
  let setup = '';
  const rounds: Round[] = [];
  for (let round = 0; round < plan.rounds; round += 1) {
    progress(`stream: throughput of records of ${SIZE_NAMES[size]}, round ${round + 1} of ${plan.rounds}`);
    const measured: { reader?: Run; paced?: Run; endToEnd?: EndToEndRun } = {};
    const sides = [
      async () => (measured.reader = await readPlainly(services, records, false)),
      async () => {
        const { run, setup: said } = await consume(programs, services, modelUrl, records);
        setup = said;
        measured.endToEnd = run;
      },
      async () => (measured.paced = await readPlainly(services, records, true)),
    ];
    // Every second one backwards: what slows the machine for a while falls on all.
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side();
    rounds.push(roundOf(measured as Required<typeof measured>));
  }
  return { size, prefillPerSecond, setup, rounds };
}

function roundOf({ reader, paced, endToEnd }: Pick<Round, 'reader' | 'paced' | 'endToEnd'>): Round {
  const { perSecond } = endToEnd;
  return { reader, paced, endToEnd, ratio: perSecond / paced.perSecond, unpacedRatio: perSecond / reader.perSecond };
}

/** What a stream was filled with. */
interface Filled {
  readonly stream: string;
  readonly size: RecordSize;
  readonly count: number;
}

async function readPlainly({ kinesisUrl }: Services, { stream, size, count }: Filled, isPaced: boolean): Promise<Run> {
  await forgetCounters(kinesisUrl);
  const bytes = bodyOf({ id: count, dueAt: 0 }, size).length;
  const { elapsedMs, calls, cpuMs } = await script<ReadAll>('reader/main.ts', {
    url: kinesisUrl,
    stream,
    count: String(count),
    ...(isPaced && { 'paced-bytes': String(bytes) }),
  });
  const emulator = await emulatorCounters(kinesisUrl);
  return {
    perSecond: (count / elapsedMs) * 1000,
    getRecords: calls,
    busy: { emulator: emulator.cpuMs / elapsedMs, reader: cpuMs / elapsedMs },
  };
}

async function consume(
  programs: Programs,
  { kinesisUrl }: Services,
  modelUrl: string,
  { stream, size, count }: Filled,
): Promise<{ run: EndToEndRun; setup: string }> {
  await forgetCounters(kinesisUrl);
  const modelBefore = await modelDetails(modelUrl);
  const gateway = await startGateway(programs, stream, modelUrl, FAST);
  const cpuBefore = cpuOf(await gateway.metrics());
  const endedAt = await gateway.results.until(count);
  const [emulator, model, metrics] = await Promise.all([emulatorCounters(kinesisUrl), modelDetails(modelUrl), gateway.metrics()]);
  await gateway.stop();
  const lines = gateway.results.lines();
  const { repeated } = checked(lines, count, size);
  const quarter = Math.floor(count / 4);
  const steadyMs = endedAt - (lines[quarter]?.seenAt ?? Number.NaN);
  const elapsedMs = endedAt - (emulator.firstReadAt ?? Number.NaN);
  return {
    setup: gateway.setup,
    run: {
      perSecond: (count / elapsedMs) * 1000,
      getRecords: emulator.reads,
      calls: model.calls - modelBefore.calls,
      batches: batchSizes(metrics),
      repeated,
      steadyPerSecond: ((count - quarter) / steadyMs) * 1000,
      busy: {
        emulator: emulator.cpuMs / elapsedMs,
        gateway: (cpuOf(metrics) - cpuBefore) / elapsedMs,
        model: (model.cpuMs - modelBefore.cpuMs) / elapsedMs,
      },
    },
  };
}

function cpuOf(metrics: string): number {
  return metricSum(metrics, 'process_cpu_seconds_total') * 1000;
}
