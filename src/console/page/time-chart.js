import { axis, Chart } from './chart.js';
import { byId, make, setText } from './element.js';
import { colour } from './palette.js';

/** @import { Options } from 'uplot' */
/** @import { Colour } from './palette.js' */

/**
 * A line of a chart over time.
 * @typedef {object} Line
 * @property {string} name
 * @property {Colour} colour
 * @property {readonly number[]} [dash]
 * @property {boolean} [steps] what holds from one tick to the next
 * @property {boolean} [filled]
 */

/** Seconds that are shown: the fewest, while little has happened, and the most. */
const SPAN = { least: 60, most: 300 };

/** A chart of the last minutes, with what each line stands at beside its name: now, or where the pointer is. */
export class TimeChart {
  #chart;
  #lines;
  #show;
  /** @type {readonly Element[]} */
  #values;
  /** @type {readonly (readonly (number | null)[])[]} */
  #columns = [];
  #title;

  /**
   * @param {string} name of its place and legend
   * @param {string} title
   * @param {readonly Line[]} lines
   * @param {(value: number) => string} show
   */
  constructor(name, title, lines, show) {
    this.#lines = lines;
    this.#show = show;
    this.#title = title;
    this.#values = legend(`legend-${name}`, lines);
    this.#chart = new Chart(`chart-${name}`, this.#options());
  }

  /**
   * @param {readonly number[]} times seconds
   * @param {readonly (readonly (number | null)[])[]} columns one for each line
   */
  show(times, columns) {
    this.#columns = columns;
    const isEmpty = columns.every((column) => column.every((value) => value === null || value === 0));
    const now = columns.map((column) => column.at(-1) ?? null);
    const summary = this.#lines.map((line, index) => `${line.name} ${this.#text(now[index])}`).join(', ');
    const data = /** @type {import('uplot').AlignedData} */ (/** @type {unknown} */ ([times, ...columns]));
    this.#chart.show(isEmpty ? undefined : data, `${this.#title}, last minutes; now ${summary}`);
    this.#tell(null);
  }

  repaint() {
    this.#chart.repaint();
  }

  /** @param {number | null | undefined} index where the pointer is; null: the last */
  #tell(index) {
    this.#values.forEach((value, line) => {
      const column = this.#columns[line] ?? [];
      setText(value, this.#text(index === null || index === undefined ? column.at(-1) : column[index]));
    });
  }

  /** @param {number | null | undefined} value */
  #text(value) {
    return value === null || value === undefined ? '–' : this.#show(value);
  }

  /** @returns {Omit<Options, 'width' | 'height'>} */
  #options() {
    return {
      cursor: { drag: { x: false, y: false }, points: { show: false } },
      hooks: { setCursor: [({ cursor }) => this.#tell(cursor.idx)] },
      scales: {
        x: { time: true, range: (_plot, min, max) => [max - Math.min(SPAN.most, Math.max(SPAN.least, max - min)), max] },
        y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.1 : 1] },
      },
      axes: [
        axis({ size: 24, space: 90, values: (_plot, ticks) => ticks.map(minuteOf) }),
        axis({ size: 52, space: 34, values: (_plot, ticks) => ticks.map((tick) => this.#show(tick)) }),
      ],
      series: [{}, ...this.#lines.map(seriesOf)],
    };
  }
}

/**
 * The names of lines, and a place for the value of each.
 * @param {string} id
 * @param {readonly Line[]} lines
 */
function legend(id, lines) {
  return lines.map(({ name, colour: ink }) => {
    const key = make('span', 'key');
    const value = make('span', 'value', '–');
    key.append(make('i', `swatch ${ink}`), name, value);
    byId(id).append(key);
    return value;
  });
}

/** @param {Line} line */
function seriesOf({ name, colour: ink, dash, steps, filled }) {
  return {
    label: name,
    stroke: colour(ink),
    width: 1.5,
    points: { show: false },
    ...(dash === undefined ? {} : { dash: [...dash] }),
    ...(steps === true && uPlot.paths.stepped !== undefined ? { paths: uPlot.paths.stepped({ align: -1 }) } : {}),
    ...(filled === true ? { fill: colour('grid') } : {}),
  };
}

/** @param {number} seconds */
function minuteOf(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}
