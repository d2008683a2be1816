import { figure } from '../../src/plot/figure.ts';
import { verdictLine } from '../measure/verdict.ts';
import { columns } from '../report/columns.ts';
import { styleOf } from '../report/styles.ts';
import { spread } from '../statistics/spread.ts';
import type { Part, SoakResult } from './result.ts';

/** Rows of the table, and ticks of the chart. */
const SHOWN = 12;

const HEAD = ['minute', 'RSS MiB', 'answers/s', 'p50 ms', 'p99 ms', 'p99.9 ms', 'lag p99 ms'];

export function soakTable(result: SoakResult): string {
  const { title, facts, slope, cpuPer1000, requests, targets } = result;
  return [
    `${title}: ${facts}`,
    '',
    columns(linesOf(result), []),
    '',
    `memory: ${slope.perHour.toFixed(2)} MiB an hour, standard error ${slope.standardError.toFixed(2)}`,
    `${requests} requests, ${cpuPer1000.toFixed(3)} CPU seconds for 1000`,
    ...targets.map(verdictLine),
    '',
  ].join('\n');
}

/** Some of the parts, to the last; their heading first. */
export function linesOf({ parts }: Pick<SoakResult, 'parts'>): string[][] {
  const step = Math.ceil(parts.length / SHOWN);
  return [HEAD, ...parts.filter((_, i) => (parts.length - 1 - i) % step === 0).map(row)];
}

function row({ minute, rssMiB, perSecond, p50Ms, p99Ms, p999Ms, open }: Part): string[] {
  const rest = [perSecond, p50Ms, p99Ms, p999Ms].map((value) => value.toFixed(1));
  return [minute.toFixed(1), rssMiB.toFixed(1), ...rest, open?.lagP99Ms.toFixed(2) ?? '-'];
}

/** Memory over time, as SVG. */
export function soakChart({ title, facts, settings, parts }: SoakResult): string {
  const ticks = Array.from({ length: 7 }, (_, i) => Number(((i * settings.minutes) / 6).toFixed(2)));
  const measured = parts.filter(({ minute, rssMiB }) => minute <= settings.minutes && !Number.isNaN(rssMiB));
  const points = measured.map(({ minute, rssMiB }) => ({ x: minute, y: spread([rssMiB]) }));
  const series = [{ label: 'Tidegate', style: styleOf('gateway', 0), points }];
  return figure({
    title: `${title}: memory`,
    facts: [facts],
    xTitle: 'minutes',
    xValues: ticks,
    xSteps: 'even',
    panels: [{ yTitle: 'resident memory, MiB', series }],
  });
}
