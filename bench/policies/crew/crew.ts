import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { threadExecArgv } from '../../../src/upstreams/embedded/thread-options.ts';
import type { Compared } from '../measure/compared.ts';

const WORKER = new URL('./worker.ts', import.meta.url);

/** Compares the cells of these numbers, as many at once as there are processors; the results are in the order of `indices`. */
export async function compareAll(indices: readonly number[], done: (compared: Compared) => void): Promise<Compared[]> {
  const results = new Map<number, Compared>();
  const left = indices.values();
  const threads = Math.min(availableParallelism(), indices.length);
  await Promise.all(
    Array.from({ length: threads }, () =>
      work(left, (index, compared) => {
        results.set(index, compared);
        done(compared);
      }),
    ),
  );
  return indices.flatMap((index) => results.get(index) ?? []);
}

/** One thread, which takes what is left until nothing is. */
async function work(left: Iterator<number>, done: (index: number, compared: Compared) => void): Promise<void> {
  const worker = new Worker(WORKER, { execArgv: threadExecArgv(WORKER) });
  try {
    for (let next = left.next(); next.done !== true; next = left.next()) done(next.value, await ask(worker, next.value));
  } finally {
    await worker.terminate();
  }
}

function ask(worker: Worker, index: number): Promise<Compared> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.postMessage(index);
  });
}
