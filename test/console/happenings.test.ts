import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Happenings } from '../../src/console/happenings.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

function setup() {
  const clock = new VirtualClock();
  return { clock, happenings: new Happenings(clock) };
}

test('the same again within five seconds is counted, and told as grown', async () => {
  const { clock, happenings } = setup();
  happenings.happened('m', 'shed', 'full');
  const [first] = happenings.takeChanged();
  await clock.advance(4000);
  happenings.happened('m', 'shed', 'full');
  happenings.happened('m', 'shed', 'deadline');
  const changed = happenings.takeChanged();
  assert.deepEqual(
    changed.map(({ detail, count, until, at }) => [detail, count, until - at]),
    [
      ['full', 2, 4000],
      ['deadline', 1, 0],
    ],
  );
  assert.equal(changed[0]?.id, first?.id);
  assert.deepEqual(happenings.takeChanged(), []);
});

test('after a pause, and after a minute of it, there is a new entry', async () => {
  const { clock, happenings } = setup();
  happenings.happened('m', 'shed', 'full');
  await clock.advance(5001);
  happenings.happened('m', 'shed', 'full');
  for (let i = 0; i < 30; i += 1) {
    await clock.advance(4000);
    happenings.happened('m', 'shed', 'full');
  }
  assert.deepEqual(
    happenings.all().map(({ count }) => count),
    [1, 15, 15, 1],
  );
});

test('only the last two hundred are kept, however many kinds there were', async () => {
  const { clock, happenings } = setup();
  for (let i = 0; i < 1000; i += 1) {
    happenings.happened(`endpoint-${i}`, 'breaker-open', 'timeout');
    await clock.advance(1);
  }
  assert.equal(happenings.all().length, 200);
  assert.equal(happenings.all().at(-1)?.source, 'endpoint-999');
  happenings.happened('endpoint-10', 'breaker-open', 'timeout');
  assert.deepEqual(
    happenings
      .all()
      .filter(({ source }) => source === 'endpoint-10')
      .map(({ count }) => count),
    [1],
  );
});
