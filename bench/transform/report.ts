import { type Figure, figure } from '../../src/plot/figure.ts';
import { verdictLine } from '../measure/verdict.ts';
import { columns } from '../report/columns.ts';
import { extent } from '../report/extent.ts';
import { styleOf } from '../report/styles.ts';
import { spread } from '../statistics/spread.ts';
import type { TransformResult } from './result.ts';
import type { TransformRun } from './run-once.ts';

const HEAD = ['lines', 'lines/s (min-max)', 'of the ceiling', 'lines/call', 'CPU s/1000', 'peak RSS MiB (min-max)', 'wrong'];

export function transformTable(result: TransformResult): string {
  const { title, facts, settings, ceilingPerSecond, targets } = result;
  return [
    `${title}: ${facts} (rounds: ${settings.rounds}; medians)`,
    '',
    columns(rowsOf(result), []),
    '',
    `by the model's law: ${ceilingPerSecond.toFixed(0)} lines/s`,
    ...targets.map(verdictLine),
    '',
  ].join('\n');
}

/** Its heading first. */
export function rowsOf({ sizes, ceilingPerSecond }: Pick<TransformResult, 'sizes' | 'ceilingPerSecond'>): string[][] {
  const rows = sizes.map(({ lines, runs }) => {
    const of = (value: (run: TransformRun) => number) => spread(runs.map(value));
    const range = ({ median, min, max }: ReturnType<typeof of>): string =>
      `${median.toFixed(0)} (${min.toFixed(0)}-${max.toFixed(0)})`;
    return [
      String(lines),
      range(of((run) => run.perSecond)),
      (of((run) => run.perSecond).median / ceilingPerSecond).toFixed(3),
      of((run) => run.linesPerCall).median.toFixed(1),
      of((run) => run.cpuPer1000).median.toFixed(3),
      range(of((run) => run.peakRssMiB)),
      String(runs.reduce((total, run) => total + run.wrong, 0)),
    ];
  });
  return [HEAD, ...rows];
}

/** Memory over the length of the file, as SVG. */
export function memoryChart({ title, facts, settings, sizes }: TransformResult): string {
  const points = sizes.map(({ lines, runs }) => ({ x: lines, y: spread(runs.map((run) => run.peakRssMiB)) }));
  const spec: Figure = {
    title: `${title}: memory`,
    facts: [facts, extent(settings)],
    xTitle: 'lines of the file',
    xValues: settings.sizes,
    panels: [
      { yTitle: 'peak of resident memory, MiB', series: [{ label: 'tidegate transform', style: styleOf('gateway', 0), points }] },
    ],
  };
  return figure(spec);
}
