import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepReloading, reloadAll } from '../../src/gateway/reloading.ts';
import { UnusableFile } from '../../src/kernel/unusable-file.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const bad = { reload: () => Promise.reject(new UnusableFile('f', 'o', 'this', 'that')) };

test('each is reloaded whatever becomes of the others, and all that is wrong is told', async () => {
  let reloaded = 0;
  const good = { reload: async () => void (reloaded += 1) };
  await assert.rejects(
    reloadAll([bad, good, bad]),
    /^ConfigError: f o: expected this, found that\nf o: expected this, found that$/,
  );
  assert.equal(reloaded, 1);
});

test('it goes on every so often, through trouble, until it is ended', async () => {
  const clock = new VirtualClock();
  const told: (string | undefined)[] = [];
  let isBad = false;
  const one = { reload: () => (isBad ? bad.reload() : Promise.resolve()) };
  const end = keepReloading([one], 1000, clock, (problems) => told.push(problems));
  await clock.advance(1000);
  isBad = true;
  await clock.advance(1000);
  isBad = false;
  await clock.advance(1000);
  end();
  await clock.advance(5000);
  assert.deepEqual(told, [undefined, 'f o: expected this, found that', undefined]);
  assert.doesNotThrow(keepReloading([one], 0, clock, assert.fail));
});
