import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommandLine } from '../../bench/command-line.ts';
import { FULL, SHORT } from '../../bench/measure/plan.ts';

test('without arguments all scenarios are run in full', () => {
  assert.deepEqual(readCommandLine([]), { scenario: undefined, plan: FULL, asked: {}, short: false });
});

test('the short form can be told otherwise in part', () => {
  const { scenario, plan, asked, short } = readCommandLine(['simulated', '--short', '--seconds', '0.5', '--clients', '1,4']);
  assert.equal(scenario, 'simulated');
  assert.equal(short, true);
  assert.deepEqual(plan, { ...SHORT, seconds: 0.5, clientCounts: [1, 4] });
  assert.deepEqual(asked, { seconds: 0.5 });
});

test('what is no number, and what is unknown, is refused', () => {
  assert.throws(() => readCommandLine(['--seconds', 'ten']), /--seconds, got "ten"/);
  assert.throws(() => readCommandLine(['--rounds', '0']), /above 0/);
  assert.throws(() => readCommandLine(['--fast']), { code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION' });
});
