import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Cell, cell } from '../../bench/measure/cell.ts';
import { findRatio, type Ratio } from '../../bench/measure/ratio.ts';

function cellOf(contestant: string, perSecond: readonly number[]): Cell {
  const common = { answers: 1, replies: 1, p50Ms: 1, p99Ms: 1, p999Ms: 1, maxMs: 1, non2xx: 0, wrong: 0, errors: 0 };
  const runs = perSecond.map((each) => ({ ...common, perSecond: each }));
  return cell({ contestant, load: '16 clients', size: 16, runs });
}

const CELLS = [cellOf('a', [90, 80, 100]), cellOf('b', [100, 100, 200])];
const RATIO: Ratio = { what: 'a / b', of: 'a', to: 'b', load: '16 clients', measure: 'perSecond', as: 'share' };

test('a ratio is that of the medians, with the range of the rounds beside it', () => {
  const found = findRatio(RATIO, CELLS);
  assert.equal(found?.value, 0.9);
  assert.deepEqual(found?.byRound, { median: 0.8, min: 0.5, max: 0.9 });
});

test('a difference is in the unit of the measure', () => {
  assert.equal(findRatio({ ...RATIO, as: 'difference' }, CELLS)?.value, -10);
});

test('a target is met or not, from either side', () => {
  const verdict = (target: NonNullable<Ratio['target']>) => findRatio({ ...RATIO, target }, CELLS)?.met;
  assert.equal(verdict({ atLeast: 0.9 }), true);
  assert.equal(verdict({ atLeast: 0.91 }), false);
  assert.equal(verdict({ atMost: 0.9 }), true);
  assert.equal(verdict({ atMost: 0.89 }), false);
  assert.equal(findRatio(RATIO, CELLS)?.met, undefined);
});

test('there is no ratio to what was not measured', () => {
  assert.equal(findRatio({ ...RATIO, load: '64 clients' }, CELLS), undefined);
});

test('a void round counts for nothing', () => {
  const open = { offeredPerSecond: 1, lagP99Ms: 20, refused: 0 };
  const runs = [true, false].map(
    (isVoid, i) => ({ ...(CELLS[0] as Cell).runs[i], open: { ...open, isVoid } }) as Cell['runs'][number],
  );
  const { summary } = cell({ contestant: 'a', load: '16 clients', size: 16, runs });
  assert.deepEqual(summary.perSecond, { median: 80, min: 80, max: 80 });
  assert.equal(summary.lagP99Ms?.max, 20, 'why it is void is told');
});
