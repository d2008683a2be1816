import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { runOf } from './run.ts';
import type { Breakage } from './world.ts';

/**
 * `npm run test:model`: so many interleavings (MODEL_RUNS), seed after seed, shared between processes; every violation is printed
 * with its seed, which MODEL_SEED runs alone, and makes the exit code 1. MODEL_BREAK names a breakage of `world.ts`. MODEL_RECORD=1 writes
 * bench/results/model.json.
 */
const RUNS = Number(process.env['MODEL_RUNS'] ?? 100_000);
const SEED = process.env['MODEL_SEED'];
const BREAKAGE = process.env['MODEL_BREAK'] as Breakage | undefined;

/** @returns how many seeds violated something */
async function runAll(from: number, to: number): Promise<number> {
  let count = 0;
  for (let seed = from; seed < to; seed += 1) {
    const violations = await runOf(seed, BREAKAGE);
    for (const violation of violations) process.stdout.write(`seed ${seed}: ${violation}\n`);
    if (violations.length > 0) count += 1;
  }
  return count;
}

async function share(from: number, to: number): Promise<number> {
  const child = fork(fileURLToPath(import.meta.url), [String(from), String(to)], { execArgv: ['--import', 'tsx'] });
  const ended = once(child, 'exit');
  let count: number | undefined;
  child.on('message', (told) => {
    count = Number(told);
  });
  await ended;
  if (count === undefined) throw new Error(`The runs from seed ${from} on did not come to their end`);
  return count;
}

async function main(): Promise<void> {
  const startedAt = performance.now();
  const processes = availableParallelism();
  const bounds = Array.from({ length: processes + 1 }, (_, index) => 1 + Math.round((index * RUNS) / processes));
  const counts = await Promise.all(bounds.slice(0, -1).map((from, index) => share(from, bounds[index + 1] ?? from)));
  const violated = counts.reduce((sum, count) => sum + count, 0);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const outcome = { runs: RUNS, seeds: `1 to ${RUNS}`, violated, seconds, processes, node: process.version };
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
  if (process.env['MODEL_RECORD'] === '1')
    writeFileSync(new URL('../../../../bench/results/model.json', import.meta.url), `${JSON.stringify(outcome, undefined, 2)}\n`);
  process.exitCode = violated === 0 ? 0 : 1;
}

const [from, to] = process.argv.slice(2).map(Number);
if (from !== undefined && to !== undefined) process.send?.(await runAll(from, to));
else if (SEED !== undefined) process.exitCode = (await runAll(Number(SEED), Number(SEED) + 1)) === 0 ? 0 : 1;
else await main();
