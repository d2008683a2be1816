import { byId } from './element.js';
import { colour } from './palette.js';

/** @import Plot, { AlignedData, Axis, Options } from 'uplot' */

const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/**
 * @param {Partial<Axis>} more
 * @returns {Axis}
 */
export function axis(more) {
  return {
    stroke: colour('soft'),
    font: FONT,
    grid: { stroke: colour('grid'), width: 1 },
    ticks: { show: false },
    gap: 4,
    ...more,
  };
}

/** A drawing that fills its place, and is drawn again only while somebody can see it. */
export class Chart {
  #place;
  #options;
  /** @type {Plot | undefined} */
  #plot;
  /** @type {AlignedData | undefined} */
  #data;
  #isSeen = false;

  /**
   * @param {string} id of its place
   * @param {Omit<Options, 'width' | 'height'>} options
   */
  constructor(id, options) {
    this.#place = byId(id);
    this.#options = options;
    this.#place.classList.add('is-empty');
    new ResizeObserver(() => this.#fit()).observe(this.#place);
    new IntersectionObserver(([entry]) => {
      this.#isSeen = entry?.isIntersecting ?? false;
      this.#draw();
    }).observe(this.#place);
  }

  /**
   * @param {AlignedData | undefined} data nothing to show where undefined
   * @param {string} summary in words
   */
  show(data, summary) {
    this.#data = data;
    this.#place.classList.toggle('is-empty', data === undefined);
    if (this.#plot !== undefined) this.#plot.root.setAttribute('aria-label', summary);
    this.#draw();
    this.#plot?.root.setAttribute('aria-label', summary);
  }

  /** The colours are others. */
  repaint() {
    this.#plot?.redraw(false, true);
  }

  #draw() {
    if (!this.#isSeen || this.#data === undefined) return;
    if (this.#plot === undefined) this.#create(this.#data);
    else this.#plot.setData(this.#data);
  }

  /** @param {AlignedData} data */
  #create(data) {
    const { clientWidth: width, clientHeight: height } = this.#place;
    if (width === 0 || height === 0) return;
    const common = { legend: { show: false }, padding: /** @type {[number, number, number, number]} */ ([8, 24, 0, 0]) };
    this.#plot = new uPlot({ ...common, ...this.#options, width, height }, data, this.#place);
    this.#plot.root.setAttribute('role', 'img');
  }

  #fit() {
    const { clientWidth: width, clientHeight: height } = this.#place;
    if (width > 0 && height > 0) this.#plot?.setSize({ width, height });
  }
}
