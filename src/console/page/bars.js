import { byId, fillChildren, make, setText } from './element.js';
import { duration, percent, words } from './format.js';

/** @import { EndpointTick } from '../feed.ts' */

/** Why a batch was sent as it was, in words. */
const REASONS = /** @type {Record<string, string>} */ ({
  size: 'full: as many items as may go',
  bytes: 'full: as many bytes as may go',
  cost: 'full: as much work as may go',
  delay: 'waited for others long enough',
  slot: 'a slot was free, nobody to wait for',
  deadline: 'a deadline was near',
  drain: 'the gateway was stopping',
  alone: 'may share its call with nobody',
  isolation: 'search for an item at fault',
});

/** @param {string} reason */
export function reasonInWords(reason) {
  return REASONS[reason] ?? reason;
}

/**
 * Where requests spent their time: a bar each, the longest one as wide as there is room.
 * @param {HTMLElement} place
 * @param {readonly (readonly [name: string, queueMs: number, upstreamMs: number])[]} rows
 */
export function showSplit(place, rows) {
  place.classList.toggle('is-empty', rows.length === 0);
  const most = Math.max(...rows.map(([, queueMs, upstreamMs]) => queueMs + upstreamMs), 0.001);
  fillChildren(place, rows, splitRow, (row, [name, queueMs, upstreamMs]) => {
    const [label, track, value] = row.children;
    if (label === undefined || track === undefined || value === undefined) return;
    setText(label, name);
    stretch(track, [queueMs / most, upstreamMs / most]);
    const [whole, queue, upstream] = [queueMs + upstreamMs, queueMs, upstreamMs].map((ms) => words(duration(ms)));
    setText(value, `${whole} = ${queue} queue + ${upstream} upstream`);
  });
}

function splitRow() {
  const row = make('div', 'row');
  const track = make('div', 'track');
  track.append(make('i', 'queue'), make('i', 'upstream'));
  row.append(make('span', 'name'), track, make('span', 'value'));
  return row;
}

/** @param {EndpointTick['times']} times */
export function showTimes(times) {
  const rows =
    times === null
      ? []
      : Object.entries(times).map(([name, [queueMs, upstreamMs]]) => /** @type {const} */ ([name, queueMs, upstreamMs]));
  showSplit(byId('split'), rows);
}

/** @param {EndpointTick['reasons']} reasons */
export function showReasons(reasons) {
  const place = byId('reasons');
  const rows = Object.entries(reasons).toSorted(([, a], [, b]) => b - a);
  const all = rows.reduce((sum, [, calls]) => sum + calls, 0);
  place.classList.toggle('is-empty', rows.length === 0);
  fillChildren(place, rows, reasonRow, (row, [reason, calls]) => {
    const [label, track, value] = row.children;
    if (label === undefined || track === undefined || value === undefined) return;
    setText(label, `${reason} – ${reasonInWords(reason)}`);
    label.setAttribute('title', reasonInWords(reason));
    stretch(track, [calls / all]);
    setText(value, percent(calls / all));
  });
}

function reasonRow() {
  const row = make('div', 'row');
  const track = make('div', 'track');
  track.append(make('i', 'bar'));
  row.append(make('span', 'name'), track, make('span', 'value'));
  return row;
}

/**
 * One part after the other. By transforms: they move nothing that would have to be laid out again.
 * @param {Element} track
 * @param {readonly number[]} shares
 */
function stretch(track, shares) {
  let from = 0;
  shares.forEach((share, index) => {
    const transform = `translateX(${(from * 100).toFixed(1)}%) scaleX(${share.toFixed(3)})`;
    const { style } = /** @type {HTMLElement} */ (track.children[index]);
    if (style.transform !== transform) style.transform = transform;
    from += share;
  });
}
