import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strip } from '../../src/kernel/strip.ts';

test('what is to go goes at both ends, and stays inside', () => {
  for (const [text, stripped] of [
    ['', ''],
    ['--', ''],
    ['-a-b--', 'a-b'],
    ['a', 'a'],
    [' -a', ' -a'],
  ] as const)
    assert.equal(strip(text, '-'), stripped, text);
  assert.equal(strip('\t a\v \n', ' \t\n\v\f\r'), 'a');
});
