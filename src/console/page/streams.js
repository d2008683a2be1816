import { byId, fillChildren, make, setText } from './element.js';
import { bytes, duration, number, words } from './format.js';

/** @import { StreamTick } from '../feed.ts' */

const COLUMNS = ['Shard', 'Behind the tip', 'Oldest not done', 'Checkpoint behind for'];

/** @param {readonly StreamTick[]} streams */
export function showStreams(streams) {
  byId('streams').hidden = streams.length === 0;
  fillChildren(byId('stream-list'), streams, create, fill);
}

function create() {
  const stream = make('div', 'stream');
  const scroll = make('div', 'scroll');
  const table = make('table');
  const head = make('tr');
  for (const [index, column] of COLUMNS.entries()) {
    const cell = make('th', index === 0 ? '' : 'number', column);
    cell.scope = 'col';
    head.append(cell);
  }
  const header = make('thead');
  header.append(head);
  table.append(make('caption', 'unseen'), header, make('tbody'));
  scroll.append(table);
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'region');
  stream.append(make('h3'), make('p', 'about'), scroll);
  return stream;
}

/**
 * @param {HTMLElement} place
 * @param {StreamTick} stream
 */
function fill(place, { name, leases, bufferedBytes, paused, read, ended, dead, shards }) {
  const [title, about, scroll] = place.children;
  const table = /** @type {HTMLTableElement} */ (scroll?.firstElementChild);
  if (title === undefined || about === undefined) return;
  setText(title, name);
  scroll?.setAttribute('aria-label', `Shards of ${name}`);
  setText(/** @type {Element} */ (table.caption), `Shards of ${name} in the hands of this gateway`);
  about.classList.toggle('bad', paused !== null);
  setText(
    about,
    [
      ...(paused === null ? [] : [paused === 'endpoint' ? 'paused: the endpoint takes nothing' : 'paused: most records fail']),
      `${leases} ${leases === 1 ? 'lease' : 'leases'}`,
      `${number(read)} records/s read`,
      `${number(ended)}/s done`,
      `${number(dead)}/s failed`,
      `${words(bytes(bufferedBytes))} held`,
    ].join(' · '),
  );
  const body = /** @type {Element} */ (table.tBodies[0]);
  fillChildren(body, shards.length === 0 ? [undefined] : shards, row, fillShard);
}

function row() {
  const line = make('tr');
  COLUMNS.forEach((_, index) => line.append(make('td', index === 0 ? '' : 'number')));
  return line;
}

/**
 * @param {HTMLElement} line
 * @param {StreamTick['shards'][number] | undefined} shard
 */
function fillShard(line, shard) {
  const cells =
    shard === undefined
      ? ['none in the hands of this gateway', '–', '–', '–']
      : [shard.id, words(duration(shard.behindMs)), words(duration(shard.oldestMs)), words(duration(shard.checkpointAgeMs))];
  cells.forEach((cell, index) => setText(/** @type {Element} */ (line.children[index]), cell));
}
