import { axis, Chart } from './chart.js';
import { byId, setText } from './element.js';
import { number } from './format.js';
import { colour } from './palette.js';

/** @import { EndpointTick } from '../feed.ts' */

/** The histogram of batch sizes. A bar is a size, or a class of sizes where they are large. */
export class SizeChart {
  #chart;
  /** @type {readonly (number | null)[]} */
  #bounds = [];

  constructor() {
    this.#chart = new Chart('chart-sizes', {
      cursor: { show: false },
      scales: {
        x: { time: false, range: (_plot, min, max) => [min - 0.7, max + 0.7] },
        y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.1 : 1] },
      },
      axes: [
        axis({
          size: 24,
          space: 36,
          grid: { show: false },
          splits: (_plot, _axis, min, max) => this.#splits(Math.ceil(min), Math.floor(max)),
          values: (_plot, ticks) => ticks.map((tick) => this.#nameOf(tick)),
        }),
        axis({ size: 52, space: 34, values: (_plot, ticks) => ticks.map(number) }),
      ],
      series: [
        {},
        {
          label: 'calls',
          stroke: colour('bar'),
          fill: colour('bar'),
          points: { show: false },
          ...(uPlot.paths.bars === undefined ? {} : { paths: uPlot.paths.bars({ size: [0.75, 48] }) }),
        },
      ],
    });
  }

  /**
   * @param {EndpointTick} tick
   * @param {readonly (number | null)[]} bounds
   */
  show({ sizes, cap, meanSize }, bounds) {
    this.#bounds = bounds;
    const upTo = Math.max(sizes.length, bounds.findIndex((bound) => bound === null || bound >= cap) + 1);
    const calls = Array.from({ length: upTo }, (_, index) => sizes[index] || null);
    const places = calls.map((_, index) => index);
    const summary = `Batch sizes: mean ${meanSize === null ? 'unknown' : number(meanSize)}, at most ${cap} items a call`;
    this.#chart.show(sizes.length === 0 ? undefined : [places, calls], summary);
    setText(
      byId('legend-sizes'),
      meanSize === null ? `at most ${cap} items` : `items a call: mean ${number(meanSize)}, at most ${cap}`,
    );
  }

  repaint() {
    this.#chart.repaint();
  }

  /**
   * Round sizes, as many as there is room for.
   * @param {number} from
   * @param {number} to
   */
  #splits(from, to) {
    const each = to - from < 12 ? 1 : 4;
    const places = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    return places.filter((place) => place === 0 || (place + 1) % each === 0);
  }

  /** @param {number} index */
  #nameOf(index) {
    if (!Number.isInteger(index) || index < 0 || index >= this.#bounds.length) return '';
    const to = this.#bounds[index];
    const from = (this.#bounds[index - 1] ?? 0) + 1;
    if (to === null || to === undefined) return `${from}+`;
    return from === to ? String(to) : `–${to}`;
  }
}
