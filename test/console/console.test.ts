import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeartEvent, HeartSnapshot } from '../../src/batching/events.ts';
import { NO_STORY } from '../../src/batching/port.ts';
import type { EndpointAbout, Hello, Tick } from '../../src/console/feed.ts';
import { Console, type EndpointBoard } from '../../src/console/index.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const SNAPSHOT: HeartSnapshot = {
  queuedItems: 3,
  queuedBytes: 99,
  queueBounds: { maxSize: 100, maxBytes: 1000 },
  inFlight: 1,
  inFlightLimit: 2,
  breaker: 'closed',
  batchSizeCap: 8,
  concurrency: 1,
  latency: { baseMs: 10, perCostMs: 0.5, band: { lower: 0.9, upper: 1.2 }, paddingCosts: false },
};
const ABOUT: EndpointAbout = {
  codec: 'passthrough',
  upstream: 'simulated',
  policy: 'adaptive',
  maxBatchSize: 8,
  latencySloMs: null,
  sample: null,
};

interface Told {
  readonly event: 'hello' | 'tick';
  readonly data: Tick & Partial<Hello>;
}

function setup(...names: readonly string[]) {
  const clock = new VirtualClock();
  const boards = new Map<string, EndpointBoard>();
  const watched: Console = new Console({
    clock,
    version: '1.2.3',
    state: () => 'ready',
    vitals: () => ({ cpu: 0, loop: 0, rssBytes: 0 }),
    endpoints: () => [...boards].map(([name, board]) => ({ name, board, snapshot: SNAPSHOT })),
    defaultEndpoint: () => names[0],
    streams: () => [],
  });
  for (const name of names) boards.set(name, watched.boardOf(name, ABOUT));
  const hear = (name: string, ...events: readonly HeartEvent[]): void => {
    for (const event of events) boards.get(name)?.hear(event);
  };
  const watch = () => {
    const told: Told[] = [];
    let ended = false;
    const leave = watched.watch({
      send: (event, data) => told.push({ event, data: JSON.parse(data) as Told['data'] }),
      end: () => {
        ended = true;
      },
    });
    return { told, leave, hasEnded: () => ended };
  };
  return { clock, boards, watched, hear, watch };
}

const batch = (items: number, waits: readonly number[]): HeartEvent => ({
  type: 'dispatched',
  reason: 'slot',
  items,
  bytes: 10,
  cost: items,
  waits,
});
const landed = (items: number, durationMs: number, longest = 1): HeartEvent => ({
  type: 'landed',
  call: 'ok',
  items,
  load: { items, cost: items, longest },
  durationMs,
});
const settled = (queueMs: number, upstreamMs: number, inTime = true): HeartEvent => ({
  type: 'settled',
  inTime,
  story: { ...NO_STORY, queueMs, upstreamMs },
});

test('who begins to watch is told everything, and then once a second what has changed', async () => {
  const { clock, hear, watch } = setup('a');
  const { told } = watch();
  assert.deepEqual(
    told.map(({ event }) => event),
    ['hello'],
  );
  assert.deepEqual([told[0]?.data.version, told[0]?.data.about?.['a']?.isDefault, told[0]?.data.tickMs], ['1.2.3', true, 1000]);
  hear('a', batch(2, [1, 3]), landed(2, 20), settled(1, 20), settled(3, 20, false), { type: 'shed', reason: 'full' });
  await clock.advance(1000);
  const endpoint = told[1]?.data.endpoints[0];
  assert.deepEqual(endpoint?.row, [told[1]?.data.at, 3, 2, 1, 1, 21, 23, 23, 1, 2, 3]);
  assert.deepEqual(endpoint?.times?.p99, [3, 20]);
  assert.deepEqual([endpoint?.inDeadline, endpoint?.meanSize, endpoint?.fill], [1 / 3, 2, 0.25]);
  assert.deepEqual(endpoint?.sizes, [0, 1]);
  assert.deepEqual(endpoint?.reasons, { slot: 1 });
  assert.deepEqual(endpoint?.points, [[2, 20]]);
  assert.deepEqual(endpoint?.line, { baseMs: 10, perCostMs: 0.5, lower: 0.9, upper: 1.2, padded: false });
  assert.deepEqual(
    told[1]?.data.happenings.map(({ source, kind, detail, count }) => [source, kind, detail, count]),
    [['a', 'shed', 'full', 1]],
  );
  await clock.advance(1000);
  assert.deepEqual(told[2]?.data.endpoints[0]?.row.slice(1, 5), [0, 0, 0, 0]);
  assert.deepEqual(told[2]?.data.endpoints[0]?.points, []);
  assert.deepEqual(told[2]?.data.happenings, []);
});

test('a request is counted once, also one that was sent and then given up in the queue', async () => {
  const { clock, hear, watch } = setup('a');
  const { told } = watch();
  hear('a', batch(1, [1]), { type: 'expired', wasSent: true }, { type: 'expired', wasSent: false });
  hear('a', { type: 'cancelled', stage: 'queued' }, { type: 'cancelled', stage: 'sent' });
  await clock.advance(1000);
  assert.deepEqual(told[1]?.data.endpoints[0]?.row.slice(1, 4), [3, 0, 2]);
});

test('who comes later finds the history, and the ticks of others are not cut short by it', async () => {
  const { clock, hear, watch } = setup('a');
  const first = watch();
  hear('a', batch(1, [0]), landed(1, 20));
  await clock.advance(1500);
  const second = watch();
  const history = second.told[0]?.data.history?.['a'];
  assert.deepEqual(
    history?.rows.map(([, taken]) => taken),
    [0, 1],
  );
  assert.deepEqual(history?.points, [[1, 20]]);
  await clock.advance(500);
  assert.deepEqual([first.told.length, second.told.length], [3, 2]);
});

test('nothing is told of what happened while nobody watched, but what went wrong', async () => {
  const { clock, hear, watch } = setup('a');
  hear('a', batch(4, [1, 1, 1, 1]), landed(4, 20), settled(1, 20), { type: 'breaker', state: 'open', call: 'timeout' });
  await clock.advance(60_000);
  const { told } = watch();
  assert.deepEqual(told[0]?.data.endpoints[0]?.row.slice(1, 8), [0, 0, 0, 0, null, null, null]);
  assert.deepEqual(
    told[0]?.data.happenings.map(({ kind, detail }) => [kind, detail]),
    [['breaker-open', 'timeout']],
  );
});

test('figures go on for a minute after the last watcher left, and are forgotten then', async () => {
  const { clock, hear, watch } = setup('a');
  watch().leave?.();
  await clock.advance(30_000);
  hear('a', batch(1, [0]));
  await clock.advance(5000);
  const back = watch();
  assert.equal(back.told[0]?.data.history?.['a']?.rows.length, 36);
  back.leave?.();
  await clock.advance(61_000);
  assert.equal(watch().told[0]?.data.history?.['a']?.rows.length, 1);
});

test('an endpoint that a new config brings or takes away makes everything be told anew', async () => {
  const { clock, boards, watched, hear, watch } = setup('a', 'b');
  const { told } = watch();
  boards.delete('b');
  boards.set('c', watched.boardOf('c', ABOUT));
  await clock.advance(1000);
  assert.deepEqual([told[1]?.event, Object.keys(told[1]?.data.about ?? {})], ['hello', ['a', 'c']]);
  hear('c', batch(1, [0]));
  await clock.advance(1000);
  assert.deepEqual([told[2]?.event, told[2]?.data.endpoints[1]?.row[1]], ['tick', 1]);
});

test('history and points are bounded', async () => {
  const { clock, hear, watch } = setup('a');
  watch();
  for (let second = 0; second < 400; second += 1) {
    for (let i = 0; i < 50; i += 1) hear('a', landed(i, 1));
    await clock.advance(1000);
  }
  const history = watch().told[0]?.data.history?.['a'];
  assert.deepEqual([history?.rows.length, history?.points.length], [300, 200]);
});

test('where padding costs, a point stands at its padded cost', () => {
  const { boards, hear } = setup('a');
  const board = boards.get('a');
  board?.begin();
  hear('a', landed(4, 20, 7));
  const latency = { baseMs: 10, perCostMs: 0.5, band: { lower: 1, upper: 1 }, paddingCosts: true };
  assert.deepEqual(board?.tick(0, 1, { ...SNAPSHOT, latency }).points, [[28, 20]]);
});

test('nothing of a feed names a key, an error or a header', async () => {
  const { clock, hear, watch } = setup('a');
  const { told } = watch();
  const secret = 'the payload';
  hear('a', {
    ...landed(1, 1),
    call: 'refused',
    load: { items: 1, cost: 1, longest: 1, key: secret },
    error: new Error(secret),
  } as HeartEvent);
  hear('a', { type: 'breaker', state: 'open', call: 'failed', error: new Error(secret) });
  hear('a', { ...landed(1, 1), load: { items: 1, cost: 1, longest: 1, key: secret } } as HeartEvent);
  await clock.advance(1000);
  assert.equal(told.length, 2);
  assert.ok(!JSON.stringify(told).includes(secret), 'it does');
});

test('there are only so many watchers, and closing ends them all', async () => {
  const { clock, watch, watched } = setup('a');
  const watchers = Array.from({ length: 33 }, watch);
  assert.deepEqual([watchers[31]?.leave === undefined, watchers[32]?.leave === undefined], [false, true]);
  watched.close();
  assert.deepEqual(
    watchers.map(({ hasEnded }) => hasEnded()),
    [...Array.from({ length: 32 }, () => true), false],
  );
  await clock.advance(5000);
  assert.equal(watchers[0]?.told.length, 1);
  assert.equal(watch().leave, undefined);
});
