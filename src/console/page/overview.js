import { byId, fillChildren, make, setText } from './element.js';
import { duration, NONE, number, percent, words } from './format.js';

/** @import { EndpointTick } from '../feed.ts' */

const BREAKERS = { closed: ['closed', ''], 'half-open': ['half-open', 'warn'], open: ['open', 'bad'] };
/** Of requests, below which the share in deadline is worth a look, and below which it is bad. */
const SHARE = { warn: 0.99, bad: 0.95 };

/** @param {EndpointTick['breaker']} breaker */
export function breakerIn(breaker) {
  const [text = '', className = ''] = BREAKERS[breaker];
  return { text, className };
}

/** @param {number | null} share */
export function shareClass(share) {
  if (share === null || share >= SHARE.warn) return '';
  return share >= SHARE.bad ? 'warn' : 'bad';
}

/** All endpoints, a line each. */
export class Overview {
  #choose;

  /** @param {(name: string) => void} choose */
  constructor(choose) {
    this.#choose = choose;
  }

  /**
   * @param {readonly EndpointTick[]} endpoints
   * @param {string} chosen
   */
  show(endpoints, chosen) {
    fillChildren(
      byId('overview'),
      endpoints,
      () => this.#row(),
      (row, endpoint) => fill(row, endpoint, chosen),
    );
  }

  #row() {
    const row = make('tr');
    const name = make('td');
    const button = make('button');
    button.type = 'button';
    name.append(button);
    row.append(name);
    for (const className of ['number', 'number', 'number wide', 'number', 'number wide', 'number wide', 'number wide', 'wide'])
      row.append(make('td', className));
    row.addEventListener('click', () => this.#choose(button.textContent ?? ''));
    return row;
  }
}

/**
 * @param {HTMLElement} row
 * @param {EndpointTick} endpoint
 * @param {string} chosen
 */
function fill(row, endpoint, chosen) {
  const { name, row: figures, inDeadline, times, meanSize, breaker } = endpoint;
  const [, taken, , , , , , , inFlight, limit, queued] = figures;
  const button = /** @type {Element} */ (row.children[0]?.firstElementChild);
  setText(button, name);
  button.setAttribute('aria-pressed', String(name === chosen));
  row.classList.toggle('chosen', name === chosen);
  const { text, className } = breakerIn(breaker);
  /** @param {readonly [number, number] | undefined} split */
  const total = (split) => words(duration(split === undefined ? null : split[0] + split[1]));
  const cells = [
    `${number(taken)}/s`,
    percent(inDeadline),
    total(times?.p50),
    total(times?.p99),
    meanSize === null ? NONE : number(meanSize),
    `${inFlight} of ${limit}`,
    number(queued),
    text,
  ];
  cells.forEach((cell, index) => setText(/** @type {Element} */ (row.children[index + 1]), cell));
  tone(row.children[2], shareClass(inDeadline));
  tone(row.children[8], className);
}

/**
 * @param {Element | undefined} cell
 * @param {string} className
 */
function tone(cell, className) {
  cell?.classList.remove('bad', 'warn');
  if (className !== '') cell?.classList.add(className);
}
