import { columns } from '../report/columns.ts';
import type { HttpFigures } from './beside-http.ts';
import type { LagRun } from './lag.ts';
import { SIZE_NAMES } from './records.ts';
import type { StreamResult } from './result.ts';
import type { Verdict } from './targets.ts';
import type { Busy, Round } from './throughput.ts';

/** The result as text for a terminal. */
export function streamTable(result: StreamResult): string {
  const { title, facts, models, emulators, throughput, lag, beside, targets } = result;
  return [
    `${title}: ${facts}`,
    ...emulators.map(
      ({ name, putPerSecond, readPerSecond }) =>
        `${name}: ${putPerSecond.toFixed(0)} records/s put, ${readPerSecond.toFixed(0)} read`,
    ),
    '',
    ...throughput.flatMap(({ size, rounds }) => [
      `Throughput, records of ${SIZE_NAMES[size]}, model of ${models.fast}; busy: shares of one processor`,
      columns([THROUGHPUT_HEAD, ...rounds.map(throughputRow)], [7, 12]),
      '',
    ]),
    `Lag, model of ${models.slow}; ms from when a record was due until its result was there`,
    columns([LAG_HEAD, ...lag.map(lagRow)], []),
    '',
    `HTTP, ${result.settings.beside.load} of the capacity, deadline ${result.settings.beside.deadlineMs} ms, the same model`,
    columns([HTTP_HEAD, httpRow('alone', beside.alone), httpRow('beside a backlog', beside.beside)], [0]),
    `records beside them: ${beside.backlog.perSecond.toFixed(0)}/s; ` +
      `calls: ${beside.calls.count}, of which ${beside.calls.mixed} held requests and records; items a call: ${beside.calls.batches.mean.toFixed(1)}; calls at once: at most ${beside.calls.inFlightLimit}`,
    '',
    ...targets.map(verdictLine),
    '',
  ].join('\n');
}

const THROUGHPUT_HEAD = [
  'round',
  'reader/s',
  'paced/s',
  'end to end/s',
  'steady/s',
  'of paced',
  'of reader',
  'busy: reader',
  'GetRecords',
  'calls',
  'items/call',
  'repeated',
  'busy: end to end',
  'gateway us/record',
];

function throughputRow({ reader, paced, endToEnd, ratio, unpacedRatio }: Round, index: number): string[] {
  return [
    String(index + 1),
    reader.perSecond.toFixed(0),
    paced.perSecond.toFixed(0),
    endToEnd.perSecond.toFixed(0),
    endToEnd.steadyPerSecond.toFixed(0),
    ratio.toFixed(3),
    unpacedRatio.toFixed(3),
    busyText(reader.busy),
    `${reader.getRecords}, ${paced.getRecords}, ${endToEnd.getRecords}`,
    String(endToEnd.calls),
    endToEnd.batches.mean.toFixed(1),
    String(endToEnd.repeated),
    busyText(endToEnd.busy),
    (((endToEnd.busy['gateway'] ?? Number.NaN) / endToEnd.perSecond) * 1e6).toFixed(0),
  ];
}

function busyText(busy: Busy): string {
  return Object.entries(busy)
    .map(([name, share]) => `${name} ${share.toFixed(2)}`)
    .join(', ');
}

const LAG_HEAD = [
  'low',
  'step',
  'records',
  'before p50',
  'p99',
  'during p50',
  'p99',
  'after p50',
  'p99',
  'back after',
  'by the law',
  'producer p99',
  'repeated',
];

function lagRow({ low, step, records, before, during, after, backAfterMs, byLawMs, producer, repeated }: LagRun): string[] {
  const both = [before, during, after].flatMap(({ p50Ms, p99Ms }) => [p50Ms.toFixed(0), p99Ms.toFixed(0)]);
  const back = backAfterMs === null ? 'never' : backAfterMs.toFixed(0);
  const [lead, rest] = [
    [String(low), String(step), String(records)],
    [back, byLawMs.toFixed(0)],
  ];
  return [...lead, ...both, ...rest, producer.p99Ms.toFixed(0), String(repeated)];
}

const HTTP_HEAD = ['', 'offered/s', 'in time', 'p50 ms', 'p99 ms', 'refused', 'generator lag p99 ms'];

function httpRow(name: string, figures: HttpFigures): string[] {
  const { offeredPerSecond, inTimeShare, latency, refusals, lag } = figures;
  return [
    name,
    offeredPerSecond.toFixed(1),
    inTimeShare.toFixed(4),
    latency.p50Ms.toFixed(1),
    latency.p99Ms.toFixed(1),
    String(refusals.count),
    lag.p99Ms.toFixed(2),
  ];
}

function verdictLine({ what, value, atLeast, met }: Verdict): string {
  const { median, min, max } = value;
  return `${what}: ${median.toFixed(3)} (${min.toFixed(3)}-${max.toFixed(3)}), at least ${atLeast}: ${met ? 'met' : 'MISSED'}`;
}
