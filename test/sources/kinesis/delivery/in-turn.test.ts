import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InTurn } from '../../../../src/sources/kinesis/delivery/in-turn.ts';

test('of one key one goes at a time, in order; other keys go beside it', async () => {
  const turns = new InTurn();
  const went: number[] = [];
  assert.equal(turns.enter('a'), undefined);
  for (const number of [1, 2]) void turns.enter('a')?.then(() => went.push(number));
  assert.equal(turns.enter('b'), undefined);
  turns.leave('a');
  await Promise.resolve();
  assert.deepEqual(went, [1]);
  turns.leave('a');
  await Promise.resolve();
  assert.deepEqual(went, [1, 2]);
  turns.leave('a');
  assert.equal(turns.enter('a'), undefined, 'nobody is left');
});
