import { isClean } from '../load-generator/load-figures.ts';
import { columns } from '../report/columns.ts';
import { type Spread, spread } from '../statistics/spread.ts';
import type { OverloadResult } from './result.ts';
import type { LoadRun, LoadRuns } from './rounds.ts';
import { type Verdict, valid } from './targets.ts';

/** A column's heading, and what stands below it. */
type Columns = Readonly<Record<string, (runs: LoadRuns) => string>>;

/** The result as text for a terminal. */
export function overloadTable({ title, facts, settings, capacity, loads, targets }: OverloadResult): string {
  return [
    `${title}: ${facts} (rounds: ${settings.rounds} of ${settings.seconds} s; medians of those that are not void)`,
    `capacity: ${capacity.perSecond.toFixed(1)} items/s, by the model's law ${capacity.theoretical.toFixed(1)}`,
    '',
    rows(answers(capacity.perSecond), loads),
    '',
    rows(REFUSALS, loads),
    '',
    ...targets.map(verdictLine),
    '',
  ].join('\n');
}

function answers(capacity: number): Columns {
  return {
    load: ({ load }) => String(load),
    'offered/s': median(({ offeredPerSecond }) => offeredPerSecond, 0),
    'in time/s': median(({ inTimePerSecond }) => inTimePerSecond, 1),
    'of capacity': median(({ inTimePerSecond }) => inTimePerSecond / capacity, 3),
    'from due': median(({ inTimeOfDuePerSecond }) => inTimeOfDuePerSecond / capacity, 3),
    'p50 ms': median(({ latency }) => latency.p50Ms, 1),
    'p99 ms': median(({ latency }) => latency.p99Ms, 1),
    late: median(({ lateShare }) => lateShare, 4),
    'late by /metrics': median(({ gateway }) => gateway.lateShare, 4),
    'items/call': median(({ gateway }) => gateway.itemsPerCall, 1),
    'lag p99 ms': ({ runs }) => Math.max(...runs.map(({ lag }) => lag.p99Ms)).toFixed(2),
    void: ({ runs }) => String(runs.filter(({ isVoid }) => isVoid).length),
    faulty: ({ runs }) => String(runs.filter((run) => !isClean(run)).length),
  };
}

const REFUSALS: Columns = {
  load: ({ load }) => String(load),
  refused: sum(({ refusals }) => refusals.count),
  'p50 ms': median(({ refusals }) => refusals.latency.p50Ms, 2),
  'p99 ms': median(({ refusals }) => refusals.latency.p99Ms, 2),
  'within 5 ms': median(({ refusals }) => refusals.atOnce / refusals.count, 4),
  'later, in time': sum(({ refusals }) => refusals.beforeDeadline),
  'after the deadline': sum(({ refusals }) => refusals.afterDeadline),
  'no retry-after': sum(({ refusals }) => refusals.withoutRetryAfter),
  codes: ({ runs }) => [...new Set(runs.flatMap(({ refusals }) => Object.keys(refusals.byCode)))].join(', '),
};

function rows(spec: Columns, loads: readonly LoadRuns[]): string {
  return columns([Object.keys(spec), ...loads.map((runs) => Object.values(spec).map((cell) => cell(runs)))], []);
}

function median(of: (run: LoadRun) => number, digits: number): Columns[string] {
  return ({ runs }) => {
    const values = valid(runs)
      .map(of)
      .filter((value) => !Number.isNaN(value));
    return values.length === 0 ? '-' : spread(values).median.toFixed(digits);
  };
}

function sum(of: (run: LoadRun) => number): Columns[string] {
  return ({ runs }) => String(runs.reduce((total, run) => total + of(run), 0));
}

function verdictLine({ what, load, value, limit, verdict }: Verdict): string {
  return `${what}, at ${load} x: ${value === undefined ? 'not measured' : range(value)}, ${said(limit)}: ${SAID[verdict]}`;
}

function said(limit: Verdict['limit']): string {
  if ('never' in limit) return 'none';
  return 'atLeast' in limit ? `at least ${limit.atLeast}` : `at most ${limit.atMost}`;
}

const SAID = { met: 'met', missed: 'MISSED', void: 'VOID' };

function range({ median, min, max }: Spread): string {
  return `${median.toFixed(3)} (rounds ${min.toFixed(3)}-${max.toFixed(3)})`;
}
