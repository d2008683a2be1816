import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsIn } from '../../bench/page/rows.ts';
import { soakPlan } from '../../bench/soak/plan.ts';
import { linesOf } from '../../bench/soak/report.ts';
import type { Part } from '../../bench/soak/result.ts';
import { slopePerHour, verdicts as soakVerdicts } from '../../bench/soak/verdicts.ts';
import { transformPlan } from '../../bench/transform/plan.ts';
import type { SizeRuns } from '../../bench/transform/result.ts';
import { verdicts as transformVerdicts } from '../../bench/transform/verdicts.ts';

const PLAN = soakPlan(30, false);
const FIGURES = { answers: 1, perSecond: 1, p50Ms: 1, p99Ms: 1, p999Ms: 1, maxMs: 1, replies: 1, non2xx: 0, wrong: 0, errors: 0 };

/** One a minute. */
function parts(rssAt: (minute: number) => number): Part[] {
  return Array.from({ length: 30 }, (_, i) => ({ ...FIGURES, minute: i + 1, rssMiB: rssAt(i + 1), cpuSeconds: i }));
}

function verdictsOf(rssAt: (minute: number) => number): boolean[] {
  const all = parts(rssAt);
  return soakVerdicts(all, slopePerHour(all, PLAN)).map(({ met }) => met);
}

test('memory that grows only while it is warmed up is no leak', () => {
  assert.deepEqual(
    verdictsOf((minute) => (minute < 6 ? 100 + minute * 10 : 160)),
    [true, true],
  );
});

test('memory that goes up and down is no leak, and memory that climbs is', () => {
  assert.deepEqual(
    verdictsOf((minute) => 100 + (minute % 5) * 3),
    [true, true],
  );
  assert.deepEqual(
    verdictsOf((minute) => 100 + minute * 0.5 + (minute % 5) * 0.1),
    [true, false],
  );
});

test('nothing is said of a memory that nobody saw', () => {
  assert.ok(
    Number.isNaN(
      slopePerHour(
        parts(() => Number.NaN),
        PLAN,
      ).perHour,
    ),
  );
});

test('the table has some of the parts, and the last of them', () => {
  const [, ...rows] = linesOf({ parts: parts(() => 100) });
  assert.ok(rows.length <= 12);
  assert.equal(rows.at(-1)?.[0], '30.0');
});

/** Two rounds. */
function size(lines: number, perSecond: number, peakRssMiB: number): SizeRuns {
  const run = { perSecond, wrong: 0, linesPerCall: 100, peakRssMiB, cpuPer1000: 0.05 };
  return { lines, runs: [run, run] };
}

test('files are judged by the two largest', () => {
  const met = (...sizes: SizeRuns[]) => transformVerdicts(sizes, 1000).map((verdict) => verdict.met);
  assert.deepEqual(met(size(10, 500, 50), size(100, 960, 100), size(1000, 980, 110)), [true, true, true]);
  assert.deepEqual(met(size(10, 500, 50), size(100, 940, 100), size(1000, 980, 130)), [false, true, false]);
});

test('the page has the tables of both', () => {
  const sizes = [size(10, 500, 50)];
  const transform = { scenario: 'transform', ceilingPerSecond: 1000, sizes };
  assert.deepEqual(rowsIn(transform)[1]?.slice(0, 3), ['10', '500 (500-500)', '0.500']);
  assert.equal(rowsIn({ scenario: 'soak', parts: parts(() => 100) } as Parameters<typeof rowsIn>[0]).length, 11);
  assert.deepEqual(rowsIn({ scenario: 'overload' }), []);
});

test('what is asked for goes before the plan', () => {
  assert.equal(soakPlan(undefined, true).minutes, 0.5);
  assert.equal(soakPlan(2, true).minutes, 2);
  assert.equal(transformPlan({ rounds: 2 }, false).rounds, 2);
});
