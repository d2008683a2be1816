import { Detail } from './detail.js';
import { byId, setText } from './element.js';
import { Feed } from './feed.js';
import { bytes, duration, percent, words } from './format.js';
import { showHappenings } from './happenings.js';
import { Overview } from './overview.js';
import { readPalette } from './palette.js';
import { Sender } from './send.js';
import { Store } from './store.js';
import { showStreams } from './streams.js';

/** @import { Hello, Tick } from '../feed.ts' */

const STATES = { connecting: 'Connecting', lost: 'Disconnected', paused: 'Paused', ready: 'Ready' };

readPalette();
const store = new Store();
const detail = new Detail();
const sender = new Sender();
const overview = new Overview((name) => choose(name));
let chosen = decodeURIComponent(location.hash.slice(1));

const feed = new Feed({
  hello: (hello) => {
    store.begin(hello);
    if (hello.about[chosen] === undefined) chosen = firstOf(hello);
    setText(byId('version'), hello.version);
    byId('waiting').hidden = true;
    byId('board').hidden = false;
    show(hello, true);
  },
  tick: (tick) => {
    store.add(tick);
    show(tick, false);
  },
  state: showState,
});

/** @param {Hello} hello */
function firstOf({ about, endpoints }) {
  return endpoints.find(({ name }) => about[name]?.isDefault)?.name ?? endpoints[0]?.name ?? '';
}

/**
 * @param {Tick} tick
 * @param {boolean} isNew
 */
function show(tick, isNew) {
  showState(tick.state);
  showVitals(tick);
  overview.show(tick.endpoints, chosen);
  showChosen();
  showStreams(tick.streams);
  showHappenings(store.happenings(), isNew);
}

function showChosen() {
  const { hello } = store;
  const endpoint = store.endpoint(chosen);
  const past = store.past(chosen);
  const about = hello?.about[chosen];
  if (hello === undefined || endpoint === undefined || past === undefined || about === undefined) return;
  detail.show(endpoint, hello, past);
  sender.to(chosen, about);
}

/** @param {string} name */
function choose(name) {
  chosen = name;
  history.replaceState(null, '', `#${encodeURIComponent(name)}`);
  if (store.tick !== undefined) overview.show(store.tick.endpoints, chosen);
  showChosen();
}

/** @param {string} state of the feed, or of the gateway */
function showState(state) {
  const place = byId('state');
  place.dataset['state'] = state;
  setText(place, STATES[/** @type {keyof typeof STATES} */ (state)] ?? `${state.charAt(0).toUpperCase()}${state.slice(1)}`);
}

/** @param {Tick} tick */
function showVitals({ at, vitals: { cpu, loop, rssBytes } }) {
  setText(byId('uptime'), words(duration(Math.max(0, at - (store.hello?.startedAt ?? at)))));
  setText(byId('cpu'), percent(cpu));
  setText(byId('memory'), words(bytes(rssBytes)));
  setText(byId('loop'), `${percent(loop)} busy`);
}

byId('pause').addEventListener('click', () => {
  feed.pause(!feed.isPaused);
  byId('pause').setAttribute('aria-pressed', String(feed.isPaused));
  setText(byId('pause'), feed.isPaused ? 'Resume' : 'Pause');
});

const theme = byId('theme');
const root = document.documentElement;
theme.setAttribute('aria-checked', String(root.dataset['theme'] === 'dark'));
theme.addEventListener('click', () => {
  const next = root.dataset['theme'] === 'dark' ? 'light' : 'dark';
  localStorage.setItem('tidegate-theme', next);
  paint(next);
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', ({ matches }) => {
  if (localStorage.getItem('tidegate-theme') === null) paint(matches ? 'dark' : 'light');
});

/** @param {string} next */
function paint(next) {
  root.dataset['theme'] = next;
  theme.setAttribute('aria-checked', String(next === 'dark'));
  readPalette();
  detail.repaint();
}
