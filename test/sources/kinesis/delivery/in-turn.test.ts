import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InTurn } from '../../../../src/sources/kinesis/delivery/in-turn.ts';

test('of one key one goes at a time, in order; other keys go beside it', async () => {
  const turns = new InTurn();
  const went: number[] = [];
  const nobody = { begin: () => assert.fail('it was his turn at once') };
  assert.ok(turns.enter('a', nobody), 'nobody is before him');
  for (const number of [1, 2]) assert.ok(!turns.enter('a', { begin: () => went.push(number) }), 'he waits');
  assert.ok(turns.enter('b', nobody), 'another key');
  turns.leave('a');
  await Promise.resolve();
  assert.deepEqual(went, [1]);
  turns.leave('a');
  await Promise.resolve();
  assert.deepEqual(went, [1, 2]);
  turns.leave('a');
  assert.ok(turns.enter('a', nobody), 'nobody is left');
});
