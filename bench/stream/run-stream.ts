import type { Progress } from '../measure/rounds.ts';
import type { Programs } from '../processes/programs.ts';
import { aboutNow } from '../report/about.ts';
import { measureBeside } from './beside-http.ts';
import { compareEmulators } from './compare-emulators.ts';
import { measureLag } from './lag.ts';
import { FAST, factsOf, SLOW } from './model.ts';
import type { StreamPlan } from './plan.ts';
import type { StreamResult } from './result.ts';
import { type Services, startServices } from './services.ts';
import { verdicts } from './targets.ts';
import { measureThroughput } from './throughput.ts';

export interface StreamBenchOptions {
  readonly plan: StreamPlan;
  readonly command: string;
  readonly programs: Programs;
  readonly progress: Progress;
}

/** @throws {Error} when a record has no result, or not its own, or a process ends by itself */
export async function runStream({ plan, command, programs, progress }: StreamBenchOptions): Promise<StreamResult> {
  const about = aboutNow(command);
  const services = await startServices(programs);
  try {
    const measured = await Promise.race([measure(services, programs, plan, progress), programs.broken]);
    return {
      scenario: 'stream',
      title: 'Stream',
      facts: `kinesalite, ${plan.shards} shards, records with a key each, of about 200 bytes and, for throughput, of 1 KB`,
      ...about,
      settings: plan,
      models: { fast: factsOf(FAST), slow: factsOf(SLOW) },
      ...measured,
    };
  } finally {
    services.client.destroy();
    await programs.stopAll();
  }
}

async function measure(services: Services, programs: Programs, plan: StreamPlan, progress: Progress) {
  progress('stream: which emulator is the fastest');
  const emulators = await compareEmulators(services, plan.shards, plan.emulatorRecords);
  const throughput = await measureThroughput(programs, services, plan, progress);
  const lag = await measureLag(programs, services, plan, progress);
  const beside = await measureBeside(programs, services, plan, progress);
  return { emulators, targets: verdicts(throughput, beside), throughput, lag, beside };
}

/** What makes the figures worthless, though every record had its own result. */
export function complaints({ emulators, beside }: StreamResult): string[] {
  const [fastest] = emulators;
  return [
    ...(fastest?.name === 'kinesalite' ? [] : [`${fastest?.name} is faster than kinesalite, which all was measured against`]),
    ...(beside.backlog.outlasted ? [] : ['the backlog was over before the HTTP requests beside it were']),
    ...(beside.alone.isVoid || beside.beside.isVoid ? ['the load generator did not keep its times'] : []),
  ];
}
