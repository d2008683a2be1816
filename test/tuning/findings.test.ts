import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseBest } from '../../src/tuning/findings/best.ts';
import { fitLine } from '../../src/tuning/findings/fit-line.ts';
import { frontOf } from '../../src/tuning/findings/front.ts';
import { gainOfConcurrency, gainOfSize } from '../../src/tuning/findings/gains.ts';
import { saysAtOnce } from '../../src/tuning/show/sentences.ts';
import type { CellFigures } from '../../src/tuning/sweep/cell.ts';
import { Mulberry32 } from '../support/mulberry32.ts';

const cell = (size: number, concurrency: number, itemsPerSecond: number, p99Ms: number, noise = 0): CellFigures => ({
  size,
  concurrency,
  items: size,
  calls: 10,
  rounds: 1,
  itemsPerSecond,
  noise,
  p50Ms: p99Ms,
  p99Ms,
});

const names = (cells: readonly CellFigures[]): string[] => cells.map(({ size, concurrency }) => `${size} x ${concurrency}`);

test('the line is that of the calls, though one in ten took twenty times as long', () => {
  const random = new Mulberry32(3);
  const calls = Array.from({ length: 100 }, (_, index) => {
    const items = 2 ** (index % 6);
    const ms = (20 + items) * (0.95 + 0.1 * random.next());
    return { items, ms: index % 10 === 7 ? 20 * ms : ms };
  });
  const line = fitLine(calls);
  assert.ok(Math.abs((line?.baseMs ?? 0) - 20) < 1.5, `${line?.baseMs}`);
  assert.ok(Math.abs((line?.perItemMs ?? 0) - 1) < 0.1, `${line?.perItemMs}`);
  assert.ok((line?.spread ?? 1) < 0.06, `${line?.spread}`);
});

test('neither a base nor a slope is below 0, and calls of one size make no line', () => {
  const [steep, falling] = [
    [1, 2, 4].map((items) => ({ items, ms: items ** 2 })),
    [1, 2, 4].map((items) => ({ items, ms: 10 / items })),
  ];
  assert.equal(fitLine(steep)?.baseMs, 0);
  assert.equal(fitLine(falling)?.perItemMs, 0);
  assert.equal(
    fitLine([
      { items: 3, ms: 1 },
      { items: 3, ms: 2 },
    ]),
    undefined,
  );
});

test('on the frontier is what no other beats in both, and what is not worth the wait is not', () => {
  const cells = [cell(1, 1, 50, 20), cell(2, 1, 45, 25), cell(8, 1, 200, 30), cell(8, 2, 201, 60), cell(8, 4, 300, 60)];
  assert.deepEqual(names(frontOf(cells)), ['1 x 1', '8 x 1', '8 x 4']);
});

test('the best has the most items a second, of those within 5 % the lowest p99; with a target, of those that keep to it', () => {
  const cells = [cell(1, 1, 100, 10), cell(8, 1, 960, 20), cell(16, 1, 1000, 40), cell(16, 2, 940, 5)];
  assert.deepEqual(chooseBest(cells, 1, undefined)?.best, cells[1]);
  // 20 ms, and 7 / 0.96 to gather.
  assert.deepEqual(chooseBest(cells, 1, 27)?.best, cells[3]);
  assert.deepEqual(chooseBest(cells, 1, 9), { best: cells[0], inTime: false });
  assert.equal(chooseBest([], 1, 9), undefined);
});

test('what batching brings is told with as many calls at once on both sides', () => {
  const cells = [cell(1, 1, 50, 1), cell(1, 4, 190, 1), cell(8, 1, 300, 1), cell(8, 4, 380, 1), cell(8, 8, 900, 1)];
  const gain = gainOfSize(cells);
  assert.deepEqual([gain?.from, gain?.to, gain?.times], [cells[1], cells[3], 2]);
  assert.equal(gainOfSize([cell(1, 1, 50, 1), cell(1, 2, 90, 1)]), undefined);
});

test('the endpoint works on as many calls as throughput rises to, beyond noise; it is open where that is the most tried', () => {
  const of = (...rates: readonly (readonly [rate: number, noise: number])[]) =>
    gainOfConcurrency(
      rates.map(([rate, noise], index) => cell(8, 2 ** index, rate, 1, noise)),
      8,
    );
  assert.deepEqual([of([100, 0], [190, 0], [195, 0])?.calls, of([100, 0], [190, 0], [195, 0])?.isOpen], [2, false]);
  assert.deepEqual([of([100, 0], [190, 0], [300, 0])?.calls, of([100, 0], [190, 0], [300, 0])?.isOpen], [4, true]);
  assert.equal(of([100, 0.1], [112, 0.1])?.calls, 1);
  assert.equal(of([100, 0]), undefined);
});

test('calls at once that only fill the gaps between calls are not said to be worked on at once', () => {
  const says = (rate: number): string => {
    const concurrency = gainOfConcurrency([cell(1, 1, 100, 1), cell(1, 2, rate, 1)], 1);
    return saysAtOnce({ concurrency, throttledAt: undefined }).join('\n');
  };
  assert.match(says(112), /^the endpoint works on one call at a time, or little more: 2 at once bring 1\.12 times/);
  assert.match(says(100), /^the endpoint works on one call at a time: more at once bring nothing/);
  assert.match(says(190), /^the endpoint works on about 2 calls at once, or more: 1\.9 times/);
});
