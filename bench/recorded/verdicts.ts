import { judged, type Verdict } from '../measure/verdict.ts';
import { type Spread, spread } from '../statistics/spread.ts';
import type { Recorded, RecordedTarget } from './recorded.ts';

/** All targets that a result file tells of, whatever their form; without those that nothing was measured of. */
export function verdictsIn({ ratios = [], targets = [], claims = [], cells = [] }: Recorded): Verdict[] {
  return [
    ...ratios.flatMap(({ what, load, value, byRound, target }) =>
      // Earlier results name no loads.
      target === undefined || load === undefined ? [] : [{ ...judged(`${what}, ${load}`, around(value, byRound), target) }],
    ),
    ...[...targets, ...claims].flatMap(ofTarget),
    ...cells.flatMap(({ work, batch, ratio, atLeast }) =>
      ratio === undefined || atLeast === undefined ? [] : [judged(`${work}, ${batch} items: times as fast`, ratio, { atLeast })],
    ),
  ];
}

function ofTarget({ what, load, value, limit, atLeast = Number.NaN }: RecordedTarget): Verdict[] {
  // What is not a number is null in JSON.
  if (value === undefined || value === null) return [];
  const measured = typeof value === 'number' ? spread([value]) : value;
  const named = load === undefined ? what : `${what}, at ${load} x`;
  if (limit !== undefined && 'never' in limit) return [judged(named, { ...measured, median: measured.max }, { atMost: 0 })];
  return [judged(named, measured, limit ?? { atLeast })];
}

/** The ratio of the medians, with the range of the rounds. */
function around(value: number, { min, max }: Spread): Spread {
  return { median: value, min: Math.min(min, value), max: Math.max(max, value) };
}
