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
  readonly reader: Run;
  readonly endToEnd: EndToEndRun;
  /** End to end over reader. */
  readonly ratio: number;
}

export interface Throughput {
  readonly prefillPerSecond: number;
  readonly setup: string;
  readonly rounds: readonly Round[];
}

const STREAM = 'throughput';

export async function measureThroughput(
  programs: Programs,
  services: Services,
  plan: StreamPlan,
  progress: Progress,
): Promise<Throughput> {
  const { client } = services;
  await createStream(client, STREAM, plan.shards);
  const prefillPerSecond = await prefill(client, STREAM, plan.records);
  const modelUrl = await startModel(programs, FAST);
  let setup = '';
  const endToEnd = async (): Promise<EndToEndRun> => {
    const { run, setup: said } = await consume(programs, services, modelUrl, plan.records);
    setup = said;
    return run;
  };
  const rounds: Round[] = [];
  for (let round = 0; round < plan.rounds; round += 1) {
    progress(`stream: throughput, round ${round + 1} of ${plan.rounds}`);
    const sides = [() => readPlainly(services, plan.records), endToEnd] as const;
    // Every second one backwards: what slows the machine for a while falls on both.
    const [reader, whole] =
      round % 2 === 0
        ? [await sides[0](), await sides[1]()]
        : ([await sides[1](), await sides[0]()].toReversed() as [Run, EndToEndRun]);
    rounds.push({ reader, endToEnd: whole, ratio: whole.perSecond / reader.perSecond });
  }
  await programs.stop(modelUrl);
  return { prefillPerSecond, setup, rounds };
}

async function readPlainly({ kinesisUrl }: Services, count: number): Promise<Run> {
  await forgetCounters(kinesisUrl);
  const { elapsedMs, calls, cpuMs } = await script<ReadAll>('reader/main.ts', {
    url: kinesisUrl,
    stream: STREAM,
    count: String(count),
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
  count: number,
): Promise<{ run: EndToEndRun; setup: string }> {
  await forgetCounters(kinesisUrl);
  const modelBefore = await modelDetails(modelUrl);
  const gateway = await startGateway(programs, STREAM, modelUrl, FAST);
  const cpuBefore = cpuOf(await gateway.metrics());
  const endedAt = await gateway.results.until(count);
  const [emulator, model, metrics] = await Promise.all([emulatorCounters(kinesisUrl), modelDetails(modelUrl), gateway.metrics()]);
  await gateway.stop();
  const lines = gateway.results.lines();
  const { repeated } = checked(lines, count);
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
