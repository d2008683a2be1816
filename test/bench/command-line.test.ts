import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readCommandLine } from '../../bench/command-line.ts';
import { FULL, SHORT } from '../../bench/measure/plan.ts';

test('without arguments all scenarios are run in full', () => {
  assert.deepEqual(readCommandLine([]), { scenario: undefined, operands: [], plan: FULL, asked: {}, short: false });
});

test('the short form can be told otherwise in part', () => {
  const { scenario, plan, asked, short } = readCommandLine(['saturation', '--short', '--seconds', '0.5', '--clients', '1,4']);
  assert.equal(scenario, 'saturation');
  assert.equal(short, true);
  assert.deepEqual(plan, { ...SHORT, seconds: 0.5, clientCounts: [1, 4] });
  assert.deepEqual(asked, { seconds: 0.5 });
});

test('what is no number, and what is unknown, is refused', () => {
  assert.throws(() => readCommandLine(['--seconds', 'ten']), /--seconds, got "ten"/);
  assert.throws(() => readCommandLine(['--rounds', '0']), /above 0/);
  assert.throws(() => readCommandLine(['--fast']), { code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION' });
});

test('what is of one benchmark only is read, too', () => {
  const { operands, minutes } = readCommandLine(['compare', 'a.json', 'b.json', '--minutes', '0.5']);
  assert.deepEqual([operands, minutes], [['a.json', 'b.json'], 0.5]);
});

test('arrivals to be replayed are read from a file, in their order', (context) => {
  const directory = mkdtempSync(join(tmpdir(), 'tidegate-replay-'));
  context.after(() => rmSync(directory, { recursive: true }));
  const file = join(directory, 'arrivals');
  writeFileSync(file, '12.5\n3\n40\n');
  assert.deepEqual(readCommandLine(['burst', '--replay', file]).plan.replay, [3, 12.5, 40]);
  writeFileSync(file, '12.5\nsoon\n');
  assert.throws(() => readCommandLine(['burst', '--replay', file]), /--replay, got "soon"/);
});
