import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from '../benchmark.ts';
import { gatewayConfig, writeConfig } from '../contestants/gateway-config.ts';
import { aboutNow } from '../report/about.ts';
import { writeRequests } from './lines.ts';
import type { TransformPlan } from './plan.ts';
import type { SizeRuns, TransformResult } from './result.ts';
import { transformOnce } from './run-once.ts';
import { verdicts } from './verdicts.ts';

/** Quick, so that a million lines take minutes, and the file door has to keep up. */
const MODEL = { baseMs: 10, perItemMs: 0.1, concurrency: 1 };
const CAP = 128;
const CEILING = (CAP / (MODEL.baseMs + MODEL.perItemMs * CAP)) * 1000;

const CONFIG = gatewayConfig({
  bench: { upstream: { type: 'simulated', ...MODEL }, codec: 'kserve-v1', batching: { maxBatchSize: CAP } },
});

/** Files of several sizes through the file door: how near to the model's own speed, and with how much memory? */
export async function runTransform(
  plan: TransformPlan,
  { command, progress }: Omit<Bench, 'programs'>,
): Promise<TransformResult> {
  const about = aboutNow(command);
  const directory = mkdtempSync(join(tmpdir(), 'tidegate-transform-'));
  try {
    const sizes = await measure(plan, directory, progress);
    return {
      scenario: 'transform',
      title: 'Files',
      facts: `a call takes ${MODEL.baseMs} ms and ${MODEL.perItemMs} ms per line, one call at a time, at most ${CAP} lines a call; the model is within the command's own process`,
      ...about,
      settings: plan,
      setup: `tidegate transform -c ${CONFIG} --endpoint bench --input FILE --output FILE.out`,
      ceilingPerSecond: CEILING,
      targets: verdicts(sizes, CEILING),
      sizes,
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measure({ rounds, sizes }: TransformPlan, directory: string, progress: Bench['progress']): Promise<SizeRuns[]> {
  const config = writeConfig(CONFIG);
  const measured = sizes.map((lines) => ({
    lines,
    input: join(directory, `${lines}.jsonl`),
    runs: [] as SizeRuns['runs'][number][],
  }));
  for (const { input, lines } of measured) await writeRequests(input, lines);
  for (let round = 0; round < rounds; round += 1) {
    for (const { lines, input, runs } of round % 2 === 0 ? measured : measured.toReversed()) {
      progress(`transform: ${lines} lines, round ${round + 1} of ${rounds}`);
      runs.push(await transformOnce(config, input, lines));
    }
  }
  return measured.map(({ lines, runs }) => ({ lines, runs }));
}

/** What, besides targets, was not as it must be; empty when nothing. */
export function complaints({ sizes }: TransformResult): string[] {
  return sizes.flatMap(({ lines, runs }) => {
    const wrong = runs.reduce((total, run) => total + run.wrong, 0);
    return wrong === 0 ? [] : [`Of ${lines} lines, ${wrong} had no answer, or one that was not their own.`];
  });
}
