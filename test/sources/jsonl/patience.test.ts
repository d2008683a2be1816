import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TidegateError } from '../../../src/kernel/errors.ts';
import { GaveUp, Patience } from '../../../src/sources/jsonl/patience.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const DOWN = new TidegateError('UPSTREAM_UNREACHABLE', 'nobody listens');
const REFUSED = new TidegateError('ENDPOINT_REFUSED', 'no permission');

function patient(forMs = 10_000) {
  const clock = new VirtualClock();
  const lost: string[] = [];
  const patience = new Patience(clock, forMs, (why) => {
    assert.ok(why instanceof GaveUp, 'it is told as giving up');
    lost.push(`${clock.now()}: ${why.message}`);
  });
  return { clock, patience, lost };
}

test('an endpoint that is down is waited for, but not for ever', async () => {
  const { clock, patience, lost } = patient();
  patience.troubled(DOWN);
  await clock.advance(9_999);
  patience.troubled(DOWN);
  assert.deepEqual(lost, []);
  await clock.advance(60_000);
  patience.troubled(DOWN);
  await clock.advance(60_000);
  assert.deepEqual(lost, ['10000: nothing was answered for 10 s: nobody listens'], 'told once');
});

test('an answer in between begins it anew', async () => {
  const { clock, patience, lost } = patient();
  for (let seconds = 0; seconds < 60; seconds += 9) {
    patience.troubled(DOWN);
    await clock.advance(9_000);
    patience.answered();
  }
  await clock.advance(60_000);
  assert.deepEqual(lost, []);
});

test('the time in which nothing was asked does not count', async () => {
  const { clock, patience, lost } = patient();
  await clock.advance(3_600_000);
  patience.troubled(DOWN);
  await clock.advance(9_500);
  assert.deepEqual(lost, []);
  await clock.advance(500);
  assert.equal(lost.length, 1);
});

test('one that refuses to be called is not waited for, unless it answered before', async () => {
  const first = patient();
  first.patience.troubled(REFUSED);
  first.patience.troubled(REFUSED);
  assert.deepEqual(first.lost, ['0: the endpoint refuses to be called: no permission']);
  const later = patient();
  later.patience.answered();
  later.patience.troubled(REFUSED);
  await later.clock.advance(9_000);
  assert.deepEqual(later.lost, []);
});

test('once it is closed nothing is told', async () => {
  const { clock, patience, lost } = patient();
  patience.troubled(DOWN);
  patience.close();
  await clock.advance(60_000);
  assert.deepEqual(lost, []);
});
