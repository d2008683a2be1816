import { type Figure, figure, type PanelSpec } from '../../src/plot/figure.ts';
import type { Series } from '../../src/plot/series.ts';
import type { Cell, Measure } from '../measure/cell.ts';
import type { Result } from './result.ts';
import { styleOf } from './styles.ts';

/** The plots of a result, as SVG by the end of their file names. */
export function chartsOf(result: Result): Readonly<Record<string, string>> {
  return {
    throughput: figure({
      ...common(result, 'throughput'),
      panels: [{ yTitle: 'requests per second', series: seriesOf(result, 'perSecond') }],
    }),
    latency: figure({ ...common(result, 'latency'), panels: latencyPanels(result) }),
  };
}

function common({ title, facts, load, settings }: Result, what: string): Omit<Figure, 'panels'> {
  const { rounds, seconds, clientCounts } = settings;
  return {
    title: `${title}: ${what}`,
    facts: [
      facts,
      `${load}; ${rounds === 1 ? `one round of ${seconds} s` : `medians of ${rounds} rounds of ${seconds} s, bars from lowest to highest`}`,
    ],
    xTitle: 'clients, each with one request under way',
    xValues: clientCounts,
  };
}

/** What was measured at one client count only has no line; its latency is that of whole batches, not of requests. */
function latencyPanels(result: Result): PanelSpec[] {
  const panels = [
    { yTitle: 'p50 latency, ms', measure: 'p50Ms' },
    { yTitle: 'p99 latency, ms', measure: 'p99Ms' },
  ] as const;
  return panels.map(({ yTitle, measure }) => ({
    yTitle,
    series: seriesOf(result, measure).filter(({ points }) => points.length === result.settings.clientCounts.length),
  }));
}

function seriesOf({ contestants, cells }: Result, measure: Measure): Series[] {
  return contestants.map(({ name, label }, i) => ({
    label,
    style: styleOf(name, i),
    points: cells.filter((cell) => cell.contestant === name).map((cell) => pointOf(cell, measure)),
  }));
}

function pointOf({ clients, summary }: Cell, measure: Measure): Series['points'][number] {
  return { x: clients, y: summary[measure] };
}
