import { showReasons, showTimes } from './bars.js';
import { byId, setText } from './element.js';
import { bytes, duration, NONE, number, percent, words } from './format.js';
import { LineChart } from './line-chart.js';
import { breakerIn, shareClass } from './overview.js';
import { SizeChart } from './size-chart.js';
import { TimeChart } from './time-chart.js';

/** @import { EndpointTick, Hello } from '../feed.ts' */
/** @import { Past } from './store.js' */

/** One endpoint at large. */
export class Detail {
  #rate = new TimeChart(
    'rate',
    'Requests and calls a second',
    [
      { name: 'requests', colour: 'accent' },
      { name: 'refused', colour: 'bad' },
      { name: 'calls', colour: 'soft', dash: [4, 3] },
    ],
    number,
  );
  #latency = new TimeChart(
    'latency',
    'Latency',
    [
      { name: 'p50', colour: 'p50' },
      { name: 'p95', colour: 'p95' },
      { name: 'p99', colour: 'p99' },
    ],
    (ms) => (ms === 0 ? '0' : words(duration(ms))),
  );
  #flight = new TimeChart(
    'flight',
    'Calls under way',
    [
      { name: 'under way', colour: 'accent', steps: true },
      { name: 'limit', colour: 'soft', steps: true, dash: [4, 3] },
      { name: 'queued', colour: 'queue' },
    ],
    number,
  );
  #sizes = new SizeChart();
  #line = new LineChart();

  /**
   * @param {EndpointTick} endpoint
   * @param {Hello} hello
   * @param {Past} past
   */
  show(endpoint, hello, past) {
    const { name } = endpoint;
    setText(byId('detail-title'), name);
    setText(byId('about'), aboutText(hello.about[name]));
    tiles(endpoint);
    const [
      at = [],
      taken = [],
      ,
      refused = [],
      calls = [],
      p50 = [],
      p95 = [],
      p99 = [],
      inFlight = [],
      limit = [],
      queued = [],
    ] = past.columns;
    const times = at.map((ms) => ms / 1000);
    this.#rate.show(times, [taken, refused, calls]);
    this.#latency.show(times, [p50, p95, p99]);
    // A limit alone is nothing under way.
    const isIdle = inFlight.every((value) => value === 0) && queued.every((value) => value === 0);
    this.#flight.show(times, isIdle ? [[], [], []] : [inFlight, limit, queued]);
    this.#sizes.show(endpoint, hello.sizeBounds);
    this.#line.show(endpoint.line, past.points);
    showTimes(endpoint.times);
    showReasons(endpoint.reasons);
  }

  repaint() {
    for (const chart of [this.#rate, this.#latency, this.#flight, this.#sizes, this.#line]) chart.repaint();
  }
}

/** @param {Hello['about'][string] | undefined} about */
function aboutText(about) {
  if (about === undefined) return '';
  const { isDefault, codec, upstream, policy, maxBatchSize, latencySloMs } = about;
  return [
    ...(isDefault ? ['default'] : []),
    `codec ${codec}`,
    `upstream ${upstream}`,
    `policy ${policy}`,
    `up to ${maxBatchSize} items a call`,
    latencySloMs === null ? 'no deadline of its own' : `deadline ${words(duration(latencySloMs))}`,
  ].join(' · ');
}

/** @param {EndpointTick} endpoint */
function tiles({ row, inDeadline, times, meanSize, fill, cap, breaker, queuedBytes, concurrency }) {
  const [, taken, , , , , , , inFlight, limit, queued] = row;
  const { text, className } = breakerIn(breaker);
  const [p99, unit] = duration(times === null ? null : times.p99[0] + times.p99[1]);
  tile('tile-rate', 'Requests a second', number(taken));
  tile('tile-share', 'Answered in time', percent(inDeadline), shareClass(inDeadline));
  tile('tile-p99', `p99, ${unit || 'ms'}`, p99);
  tile('tile-batch', `Mean batch, of ${cap}`, meanSize === null ? NONE : number(meanSize));
  tile('tile-fill', 'Fill', percent(fill));
  tile('tile-flight', `In flight, of ${limit}`, String(inFlight));
  tile('tile-queued', queued > 0 ? `Queued, ${words(bytes(queuedBytes))}` : 'Queued, items', number(queued));
  tile('tile-breaker', 'Breaker', text, className);
  setText(byId('concurrency'), `the upstream works on ${concurrency} at once`);
}

/**
 * The unit is in the label: beside the number it would move with each digit more.
 * @param {string} id
 * @param {string} label
 * @param {string} value
 * @param {string} [className]
 */
function tile(id, label, value, className = '') {
  const place = byId(id);
  setText(/** @type {Element} */ (place.previousElementSibling), label);
  setText(place, value);
  if (place.className !== className) place.className = className;
}
