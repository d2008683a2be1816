import type { Cell } from '../measure/cell.ts';
import type { RatioFound } from '../measure/ratio.ts';
import type { Spread } from '../statistics/spread.ts';
import { columns } from './columns.ts';
import type { Result } from './result.ts';

const HEAD = ['clients', 'contestant', 'requests/s (min-max)', 'p50 ms', 'p99 ms', 'calls/item', 'wrong', 'non-2xx', 'errors'];

/** The result as text for a terminal. */
export function tableOf(result: Result): string {
  const { loadGeneratorCeiling: ceiling } = result;
  return [
    `${result.title}: ${result.facts} (rounds: ${result.settings.rounds} of ${result.settings.seconds} s; medians)`,
    '',
    columns([HEAD, ...result.cells.map(row)], [1]),
    '',
    ...result.ratios.map(ratioLine),
    `load generator's own ceiling: ${ceiling.perSecond.toFixed(0)} requests/s at 64 clients`,
    '',
  ].join('\n');
}

function row({ contestant, clients, summary, runs }: Cell): string[] {
  const sum = (key: 'wrong' | 'non2xx' | 'errors') => String(runs.reduce((total, run) => total + run[key], 0));
  return [
    String(clients),
    contestant,
    `${summary.perSecond.median.toFixed(1)} (${range(summary.perSecond, 0)})`,
    summary.p50Ms.median.toFixed(2),
    summary.p99Ms.median.toFixed(2),
    summary.callsPerItem.median.toFixed(3),
    sum('wrong'),
    sum('non2xx'),
    sum('errors'),
  ];
}

function ratioLine({ what, clients, value, byRound, target, met }: RatioFound): string {
  const limit = target === undefined ? '' : 'atLeast' in target ? `, at least ${target.atLeast}` : `, at most ${target.atMost}`;
  const verdict = met === undefined ? '' : met ? ': met' : ': MISSED';
  return `${what}, ${clients} clients: ${value.toFixed(3)} (rounds ${range(byRound, 3)})${limit}${verdict}`;
}

function range({ min, max }: Spread, digits: number): string {
  return `${min.toFixed(digits)}-${max.toFixed(digits)}`;
}
