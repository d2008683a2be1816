import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fifo } from '../../src/kernel/fifo.ts';

test('what came first is first until it is dropped, however much comes and goes', () => {
  const fifo = new Fifo<number>();
  let next = 0;
  let expected = 0;
  const drop = (): void => {
    assert.equal(fifo.first, expected);
    fifo.drop();
    expected += 1;
  };
  for (let round = 0; round < 5000; round += 1) {
    for (let i = 0; i < 3; i += 1) fifo.push(next++);
    drop();
  }
  while (expected < next) drop();
  assert.equal(fifo.first, undefined);
});

test('of nothing, nothing is dropped', () => {
  const fifo = new Fifo<string>();
  fifo.drop();
  fifo.push('one');
  assert.equal(fifo.first, 'one');
});
