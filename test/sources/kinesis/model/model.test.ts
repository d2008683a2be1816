import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BROKEN } from './broken.ts';
import { run } from './run.ts';

test('150 runs of workers on one stream, with random faults: nothing is lost, nothing ahead, one holder each', async () => {
  for (let seed = 1; seed <= 150; seed += 1) assert.equal(await run(seed), undefined, `MODEL_SEED=${seed} npm run test:model`);
});

for (const [name, breaks] of Object.entries(BROKEN)) {
  test(`${name} is found out`, async () => {
    let seed = 0;
    let violation: string | undefined;
    while (violation === undefined && seed < 1000) {
      seed += 1;
      violation = await run(seed, breaks);
    }
    assert.notEqual(violation, undefined);
  });
}
