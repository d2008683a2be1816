import { axis, Chart } from './chart.js';
import { byId, setText } from './element.js';
import { duration, number, words } from './format.js';
import { colour, sheer } from './palette.js';

/** @import { CallPoint, EndpointTick } from '../feed.ts' */

/** The learned line of how long calls take by their cost, between the bounds of nine in ten, and the last calls as points. */
export class LineChart {
  #chart;

  constructor() {
    this.#chart = new Chart('chart-line', {
      cursor: { show: false },
      scales: {
        x: { time: false, range: (_plot, _min, max) => [0, max > 0 ? max : 1] },
        y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.1 : 1] },
      },
      axes: [
        axis({ size: 24, space: 60, values: (_plot, ticks) => ticks.map(number) }),
        axis({ size: 52, space: 34, values: (_plot, ticks) => ticks.map((tick) => (tick === 0 ? '0' : words(duration(tick)))) }),
      ],
      series: [
        {},
        { label: 'upper', stroke: sheer('accent', '00'), points: { show: false } },
        { label: 'lower', stroke: sheer('accent', '00'), points: { show: false } },
        { label: 'line', stroke: colour('accent'), width: 2, points: { show: false } },
        { label: 'calls', paths: () => null, points: { show: true, size: 5, width: 0, fill: colour('queue') } },
      ],
      bands: [{ series: [1, 2], fill: sheer('accent', '26') }],
    });
  }

  /**
   * @param {EndpointTick['line']} line
   * @param {readonly CallPoint[]} points
   */
  show(line, points) {
    const sorted = points.toSorted(([a], [b]) => a - b);
    const costs = sorted.map(([cost]) => cost);
    const most = (costs.at(-1) ?? 1) * 1.05;
    const at = [0, ...costs, most];
    /** @param {number} times */
    const along = (times) => at.map((cost) => (line === null ? null : (line.baseMs + line.perCostMs * cost) * times));
    const data = [at, along(line?.upper ?? 1), along(line?.lower ?? 1), along(1), [null, ...sorted.map(([, ms]) => ms), null]];
    const text = textOf(line);
    const isEmpty = points.length === 0 && line === null;
    this.#chart.show(isEmpty ? undefined : /** @type {import('uplot').AlignedData} */ (data), `Time of a call: ${text}`);
    setText(byId('legend-line'), text);
  }

  repaint() {
    this.#chart.repaint();
  }
}

/** @param {EndpointTick['line']} line */
function textOf(line) {
  if (line === null) return 'not learned yet';
  const { baseMs, perCostMs, padded } = line;
  return `learned: ${words(duration(baseMs))} + ${number(perCostMs)} ms × ${padded ? 'padded cost' : 'cost'}`;
}
