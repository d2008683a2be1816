import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommandLine } from '../../bench/command-line.ts';
import { type Compared, goodputRatio, latencyRatio } from '../../bench/policies/measure/compared.ts';
import type { Figures } from '../../bench/policies/measure/tally.ts';
import { jsonOf } from '../../bench/policies/report/json.ts';
import { claimsOf, misses, standingOf, sumUp } from '../../bench/policies/report/verdict.ts';

function figures(goodput: number, meanLatencyMs: number): Figures {
  return { goodput, meanLatencyMs, lateShare: 0, refusedShare: 0, throttledShare: 0, callsPerItem: 1, meanBatch: 1, requests: 1 };
}

function compared(cell: string, heart: Figures): Compared {
  return {
    cell,
    facts: { baseMs: 1, perUnitMs: 1, capacity: 100, deadlineMs: 100 },
    window: { from: 0, to: 1000 },
    heart,
    oracle: { config: { size: 1, delayMs: 0, inFlight: 1 }, figures: figures(100, 10) },
    baselines: {},
    broken: [],
  };
}

const CELLS = [
  compared('equal', figures(100, 10.5)),
  compared('slow', figures(99.5, 12)),
  compared('poor', figures(94, 5)),
  compared('better', figures(104, 50)),
];

test('latencies are compared where goodputs are equal', () => {
  const ratios = CELLS.map(({ heart, oracle }) => [goodputRatio(heart, oracle), latencyRatio(heart, oracle)]);
  assert.deepEqual(ratios, [
    [1, 1.05],
    [0.995, 1.2],
    [0.94, undefined],
    [1.04, undefined],
  ]);
  assert.deepEqual(
    CELLS.filter(misses).map(({ cell }) => cell),
    ['slow', 'poor'],
  );
});

test('a standing counts the good cells and the quick ones, and is held to what is claimed', () => {
  const standing = standingOf(CELLS, ({ heart }) => heart);
  const sum = { goodShare: 0.75, lowest: 0.94, median: 1, quickShare: 0.5, equalCells: 2 };
  assert.deepEqual(sumUp(standing), sum);
  assert.deepEqual(
    claimsOf(standing).map(({ met }) => met),
    [false, true, true, false],
  );
});

test('the result has a line for each cell', () => {
  const machine = { cpu: '', cores: 2, memoryGiB: 1, node: '', os: '' };
  const text = jsonOf({ command: '', date: '', commit: { hash: '', dirty: false }, machine, cells: CELLS });
  const { cells } = JSON.parse(text) as { cells: { cell: string; ratios: { goodput: number } }[] };
  assert.deepEqual(
    cells.map(({ ratios }) => ratios.goodput),
    [1, 0.995, 0.94, 1.04],
  );
  assert.equal(text.split('\n').filter((line) => line.includes('"ratios"')).length, CELLS.length);
});

test('cells can be chosen by a part of their names', () => {
  assert.equal(readCommandLine(['policies', '--only', 'bursts of']).only, 'bursts of');
  assert.equal(readCommandLine(['policies']).only, undefined);
});
