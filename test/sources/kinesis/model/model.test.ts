import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runOf } from './run.ts';
import type { Breakage } from './world.ts';

/** `npm run test:model` does 100 000. */
const RUNS = 100;

test('however workers, tables and streams fail: nothing is lost, no checkpoint is ahead, no shard has two holders', async () => {
  for (let seed = 1; seed <= RUNS; seed += 1) assert.deepEqual(await runOf(seed), [], `seed ${seed}`);
});

/** Enough for what takes the most coincidences: a lease that is taken of a worker that still renews it, and a record right after. */
const MOST = 500;

const BROKEN: readonly Breakage[] = ['checkpoint on receipt', 'renewal without condition', 'AFTER for a sub-sequence'];

for (const breakage of BROKEN) {
  test(`it would be found: ${breakage}`, async (context) => {
    for (let seed = 1; seed <= MOST; seed += 1) {
      const [violation] = await runOf(seed, breakage);
      if (violation === undefined) continue;
      context.diagnostic(`by seed ${seed}: ${violation}`);
      return;
    }
    assert.fail(`not found in ${MOST} runs`);
  });
}
