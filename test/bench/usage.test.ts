import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readUsage, usageOf } from '../../bench/processes/usage.ts';

test('a process is read whatever its name is', () => {
  const stat = '42 (a ) b) S 1 42 42 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 11 0 5000';
  const status = 'Name:\ta ) b\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\n';
  assert.deepEqual(readUsage(stat, status), { cpuSeconds: 3, rssMiB: 100, peakRssMiB: 200 });
});

test('a process that has ended has no memory', () => {
  assert.equal(readUsage('42 (node) Z 1 42 42 0 -1 0 0 0 0 0 250 50 0', 'Name:\tnode\nState:\tZ (zombie)\n'), undefined);
});

test('nothing is known of a process that is not there', () => {
  assert.equal(usageOf(undefined), undefined);
});
