import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { run } from './run.ts';

/** Runs by the hundred thousand, shared between processes; `MODEL_SEED=n` makes the one of that seed. */
interface Part {
  readonly from: number;
  readonly to: number;
}

const { MODEL_SEED, MODEL_PART } = process.env;
/** How many violations are shown: the first says as much as the hundredth. */
const SHOWN = 10;

async function violationsOf({ from, to }: Part): Promise<readonly string[]> {
  const violations: string[] = [];
  for (let seed = from; seed <= to; seed += 1) {
    const violation = await run(seed);
    if (violation !== undefined) violations.push(`MODEL_SEED=${seed} npm run test:model # ${violation}`);
    // What waits for a turn of the event loop, as clean-up and messages do, has it between runs.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return violations;
}

function inProcess(part: Part): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), { env: { ...process.env, MODEL_PART: JSON.stringify(part) } });
    child.once('message', (violations) => resolve(violations as readonly string[]));
    child.once('exit', (code) => {
      // A promise that was rejected with nobody to hear it ends a process.
      if (code !== 0) reject(new Error(`the process of the seeds ${part.from} to ${part.to} ended with ${code}`));
    });
  });
}

async function all(runs: number, first: number): Promise<void> {
  const processes = Math.min(availableParallelism(), runs);
  const startedAt = performance.now();
  const bounds = Array.from({ length: processes + 1 }, (_, index) => first + Math.floor((index * runs) / processes));
  const parts = bounds.slice(0, -1).map((from, index) => ({ from, to: (bounds[index + 1] ?? from) - 1 }));
  const violations = (await Promise.all(parts.map(inProcess))).flat();
  const seconds = (performance.now() - startedAt) / 1000;
  const seeds = `seeds ${first} to ${first + runs - 1}`;
  console.log(`${runs} runs, ${seeds}, ${violations.length} violations, ${seconds.toFixed(0)} s in ${processes} processes`);
  for (const violation of violations.slice(0, SHOWN)) console.log(violation);
  if (violations.length > 0) process.exitCode = 1;
}

if (MODEL_PART !== undefined) {
  process.send?.(await violationsOf(JSON.parse(MODEL_PART) as Part));
} else if (MODEL_SEED !== undefined) {
  const seed = Number(MODEL_SEED);
  const [violation = 'no violation'] = await violationsOf({ from: seed, to: seed });
  console.log(violation);
} else {
  await all(Number(process.env['MODEL_RUNS'] ?? 100_000), Number(process.env['MODEL_FIRST'] ?? 1));
}
