import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommandLine } from '../../bench/command-line.ts';
import { closed } from '../../bench/load/load.ts';
import type { Cell } from '../../bench/measure/cell.ts';
import { pageOf } from '../../bench/page/page.ts';
import { type Best, bestOf, type Tried } from '../../bench/peers/best.ts';
import { bestSettings, contestantsOf } from '../../bench/peers/contestants.ts';
import { judgeKeys, judgePaths, judgePoison } from '../../bench/peers/faults/judge.ts';
import { grid } from '../../bench/peers/grid.ts';
import { settingsText } from '../../bench/peers/peer.ts';
import { peerRatios } from '../../bench/peers/ratios.ts';
import { PEERS, peersNamed } from '../../bench/peers/registry.ts';
import { BARE_LIST, type Dialect, KSERVE_V1, openInference } from '../../bench/peers/requests/dialects.ts';
import { exchange, numbered } from '../../bench/peers/requests/numbered.ts';
import { Stage } from '../../bench/peers/stage.ts';
import { Programs } from '../../bench/processes/programs.ts';
import { chartsOf } from '../../bench/report/charts.ts';
import type { Result } from '../../bench/report/result.ts';
import { tableOf } from '../../bench/report/table.ts';
import { complaints } from '../../bench/scenarios/benchmark.ts';
import { scenarioResult } from './results.ts';

test('a grid has every combination', () => {
  assert.deepEqual(grid({ size: [16, 32], wait: [1] }), [
    { size: 16, wait: 1 },
    { size: 32, wait: 1 },
  ]);
});

test('settings are told by their own names', () => {
  assert.equal(settingsText({}), 'defaults');
  assert.equal(settingsText({ size: 32, thresholds: [1, 8] }), 'size=32 thresholds=[1,8]');
});

test('no two peers, and no two settings of one, are the same', () => {
  assert.equal(new Set(PEERS.map(({ name }) => name)).size, PEERS.length);
  for (const peer of PEERS) assert.equal(new Set(peer.grid.map(settingsText)).size, peer.grid.length, peer.name);
  assert.deepEqual(peersNamed([]), PEERS);
  assert.throws(() => peersNamed(['nobody']), /got nobody/);
});

const REPLIES: readonly (readonly [string, Dialect, (text: string) => string])[] = [
  ['KServe V1', KSERVE_V1, (text) => `{ "predictions": [${text}], "message": "" }`],
  ['a bare list', BARE_LIST, (text) => `[${text}]`],
  ['Open Inference', openInference([1]), (text) => `{"outputs":[{"data":[${JSON.stringify(text)}]}]}`],
];

for (const [name, dialect, reply] of REPLIES) {
  test(`${name}: only the caller's own answer counts, however it is spaced`, () => {
    const own = exchange(dialect, { id: 7, text: 'x' });
    assert.ok(own.isAnswer(reply('{"text": "x", "id": 7}')));
    assert.ok(!own.isAnswer(reply('{"text": "x", "id": 8}')));
    assert.ok(!own.isAnswer('{"message":"the model is gone"}'));
    assert.ok(!own.isAnswer('no JSON'));
  });
}

test('an instance of Open Inference is an element of type BYTES', () => {
  const { body } = exchange(openInference([1, 1]), { id: 7 });
  assert.deepEqual(JSON.parse(body), {
    inputs: [{ name: 'instance', shape: [1, 1], datatype: 'BYTES', data: ['{"id":7}'] }],
  });
});

test('no two clients send the same', () => {
  const bodies = [0, 1, 2].flatMap((client) => numbered(KSERVE_V1)(client).map(({ body }) => body));
  assert.equal(new Set(bodies).size, bodies.length);
});

function tried(perSecond: number, p50Ms: number, faults = 0): Tried {
  return { settings: { perSecond }, perSecond, p50Ms, p99Ms: p50Ms, faults };
}

test('best is the quickest of the most throughput', () => {
  assert.equal(bestOf([tried(1000, 30), tried(990, 20), tried(900, 5)])?.perSecond, 990);
});

test('what has faults is best only where all have', () => {
  assert.equal(bestOf([tried(1000, 30, 1), tried(100, 30)])?.perSecond, 100);
  assert.equal(bestOf([tried(1000, 30, 1), tried(100, 30, 1)])?.perSecond, 1000);
  assert.equal(bestOf([]), undefined);
});

test('each client count has the best of the closest that was swept', () => {
  const at = { '16': tried(1, 1), '64': tried(2, 2) };
  assert.deepEqual(
    [1, 16, 31, 33, 64, 128].map((clients) => bestSettings(at, clients)['perSecond']),
    [1, 1, 1, 2, 2, 2],
  );
});

test('a peer takes part with its defaults, and with its best settings where they were sought', () => {
  const [peer] = PEERS;
  assert.ok(peer);
  const stage = new Stage(new Programs(), 'http://127.0.0.1:1');
  const names = (best: Best) => contestantsOf(stage, peer, best).map(({ name }) => name);
  const about = { version: '1', date: '', machine: {} as never, tried: 2 };
  assert.deepEqual(names({}), [`${peer.name}-default`]);
  assert.deepEqual(names({ [peer.name]: { ...about, at: { '16': tried(1, 1) } } }), [
    `${peer.name}-default`,
    `${peer.name}-best`,
  ]);
});

const CALLS = [
  { path: '/a', keys: ['parameters'], ids: [1, 2, 3] },
  { path: '/b', keys: [], ids: [4] },
];

test('who shared a call with a poison item, and failed for it', () => {
  const replies = [
    { id: 1, status: 200, own: true },
    { id: 2, status: 200, own: false },
    { id: 3, status: 500, own: false },
    { id: 4, status: 200, own: true },
  ];
  assert.deepEqual(judgePoison(replies, CALLS, 3), { failed: { of: 2, count: 1 }, failedAs200: { of: 2, count: 1 } });
});

test('requests that went elsewhere, and those that lost a key', () => {
  const pathOf = new Map([1, 2, 3, 4].map((id) => [id, '/a']));
  assert.deepEqual(judgePaths(pathOf, CALLS), { of: 4, count: 1 });
  assert.deepEqual(judgeKeys('parameters', CALLS), { of: 4, count: 1 });
});

test('the command line knows peers and their tasks', () => {
  assert.equal(readCommandLine(['saturation-serial', '--peers']).plan.peers?.length, PEERS.length);
  assert.deepEqual(readCommandLine(['saturation-serial', 'kserve', 'batshit', '--peers']).plan.peers, ['batshit', 'kserve']);
  assert.throws(() => readCommandLine(['saturation-serial', 'nobody', '--peers']), /got nobody/);
  assert.deepEqual(readCommandLine(['peers', 'sweep', 'kserve']).operands, ['sweep', 'kserve']);
});

test('the gateway is compared with a peer within their own rounds, where best settings were sought', () => {
  const { cells } = scenarioResult({ gateway: [20], 'some-best': [10] });
  assert.deepEqual(
    peerRatios('some-best', cells).map(({ to, load, measure, value }) => [to, load, measure, value]),
    [
      ['some-best', '16 clients', 'perSecond', 2],
      ['some-best', '16 clients', 'p99Ms', 1],
    ],
  );
});

const WITH_PEERS = withPeers();

test('the table and the page tell of peers, and of those who are absent why', () => {
  for (const text of [tableOf(WITH_PEERS), pageOf([{ name: 'idle', result: WITH_PEERS, plots: [] }])]) {
    assert.match(text, /16 clients[ |]+Some, at its best[ |]+10\.0/);
    assert.match(text, /Some, at its best: 1, size=8/);
    assert.match(text, /gateway \/ some-best, requests\/s, 16 clients: 2\.000/);
    assert.match(text, /other: absent: not installed/);
  }
});

test('peers at their best have plots of their own', () => {
  const plots = chartsOf({ ...WITH_PEERS, loads: closed(16, 32) });
  assert.deepEqual(Object.keys(plots), ['throughput', 'latency', 'peers-throughput', 'peers-latency']);
  assert.match(plots['peers-throughput'] ?? '', /Some, at its best/);
  assert.doesNotMatch(plots['throughput'] ?? '', /Some/);
});

test('what a peer does wrong is no complaint, what the gateway beside it does is one', () => {
  const wrongOf = (name: string): Result => {
    const isWrong = (each: Cell): Cell =>
      each.contestant === name ? { ...each, runs: each.runs.map((run) => ({ ...run, wrong: 1 })) } : each;
    const blocks = (WITH_PEERS.peers?.blocks ?? []).map((block) => ({ ...block, cells: block.cells.map(isWrong) }));
    return { ...WITH_PEERS, peers: { blocks, faults: [], absent: [] } };
  };
  assert.deepEqual(complaints(wrongOf('some-best')), []);
  assert.equal(complaints(wrongOf('gateway')).length, 1);
});

function withPeers(): Result {
  const { cells } = scenarioResult({ gateway: [20], 'some-best': [10] });
  const peer = { name: 'some-best', label: 'Some, at its best', setup: '1, size=8' };
  const absent = [{ peer: 'other', reason: 'not installed' }];
  const blocks = [{ peer, cells, ratios: peerRatios(peer.name, cells) }];
  return { ...scenarioResult({ gateway: [20], direct: [20] }), peers: { blocks, faults: [], absent } };
}
