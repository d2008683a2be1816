import { figure } from '../../src/plot/figure.ts';
import type { Series } from '../../src/plot/series.ts';
import { extent } from '../report/extent.ts';
import { styleOf } from '../report/styles.ts';
import { spread } from '../statistics/spread.ts';
import type { OverloadResult } from './result.ts';
import type { LoadRun } from './rounds.ts';
import { valid } from './targets.ts';

/** What was answered in time, over what was offered; as SVG. */
export function overloadChart(result: OverloadResult): string {
  const { title, facts, load, settings, capacity } = result;
  return figure({
    title: `${title}: answered in time`,
    facts: [facts, `${load}; ${extent(settings)}; measured capacity ${capacity.perSecond.toFixed(0)} items/s`],
    xTitle: 'requests offered, as a multiple of the capacity',
    xValues: settings.loads,
    panels: [{ yTitle: 'share of the capacity', series: seriesOf(result) }],
  });
}

function seriesOf(result: OverloadResult): Series[] {
  const answersPerSecond = ({ answers }: LoadRun): number => answers / result.settings.seconds;
  return [
    series(result, { label: 'In time', style: styleOf('gateway', 0), of: ({ inTimePerSecond }) => inTimePerSecond }),
    series(result, { label: 'Answered, late too', style: styleOf('gateway-unbatched', 1), of: answersPerSecond }),
    { label: 'Capacity', style: styleOf('ready-made', 2), points: [{ x: lightest(result), y: { median: 1, min: 1, max: 1 } }] },
  ];
}

interface Line extends Omit<Series, 'points'> {
  readonly of: (run: LoadRun) => number;
}

/** Without the loads of which every round was void. */
function series({ loads, capacity }: OverloadResult, { of, ...line }: Line): Series {
  const measured = loads.filter(({ runs }) => valid(runs).length > 0);
  const points = measured.map(({ load, runs }) => ({
    x: load,
    y: spread(valid(runs).map((run) => of(run) / capacity.perSecond)),
  }));
  return { ...line, points };
}

function lightest({ settings }: OverloadResult): number {
  return Math.min(...settings.loads);
}
