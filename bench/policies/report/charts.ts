import { percentile } from '../../../src/kernel/percentile.ts';
import { type Figure, figure } from '../../../src/plot/figure.ts';
import type { Point, Series } from '../../../src/plot/series.ts';
import { styleOf } from '../../report/styles.ts';
import type { Compared } from '../measure/compared.ts';
import { rivals, type Standing, standingOf } from './verdict.ts';

/** Points of a curve, and ticks of its axis, in percent of the cells. */
const STEP = 5;
const TICKS = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100];

/** Each contestant's ratios in ascending order, as SVG by the end of the file's name. */
export function chartsOf(cells: readonly Compared[]): Readonly<Record<string, string>> {
  return {
    goodput: chart(cells, {
      title: 'Batching rules: answers in time',
      fact: 'Answers by their deadline, as a share of those of the best fixed configuration of each cell',
      yTitle: 'goodput ratio',
      of: ({ goodput }) => goodput,
    }),
    latency: chart(cells, {
      title: 'Batching rules: mean latency',
      fact: 'Of answers in time, in times of that of the best fixed configuration of each cell; each rule where its goodput is equal',
      yTitle: 'latency ratio',
      of: ({ latency }) => latency,
    }),
  };
}

interface Subject {
  readonly title: string;
  readonly fact: string;
  readonly yTitle: string;
  readonly of: (standing: Standing) => readonly number[];
}

function chart(cells: readonly Compared[], { title, fact, yTitle, of }: Subject): string {
  const spec: Figure = {
    title,
    facts: [fact, `${cells.length} cells in virtual time: devices, traffic and deadlines of many kinds`],
    xTitle: 'percent of the cells in which the ratio is no higher',
    xValues: TICKS,
    xSteps: 'even',
    panels: [{ yTitle, series: seriesOf(cells, of) }],
  };
  return figure(spec);
}

function seriesOf(cells: readonly Compared[], of: Subject['of']): Series[] {
  return rivals().flatMap(({ name, label, figuresOf }, i) => {
    const ratios = of(standingOf(cells, figuresOf));
    const style = styleOf(name === 'heart' ? 'gateway' : name, i);
    return ratios.length === 0 ? [] : [{ label, style, points: curve(ratios) }];
  });
}

function curve(ascending: readonly number[]): Point[] {
  return Array.from({ length: 100 / STEP + 1 }, (_, i) => {
    const value = percentile(ascending, (i * STEP) / 100) ?? 0;
    return { x: i * STEP, y: { median: value, min: value, max: value } };
  });
}
