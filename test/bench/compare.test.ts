import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../../bench/compare/compare.ts';
import { changesText } from '../../bench/compare/report.ts';
import { isFarFrom } from '../../bench/smoke.ts';
import { type Rounds, scenarioResult } from './results.ts';

function changes(before: Rounds, after: Rounds) {
  const found = compare(scenarioResult(before), scenarioResult(after));
  return Object.fromEntries(found.map(({ what, verdict }) => [what, verdict]));
}

test('a figure is worse when all rounds are, and better likewise', () => {
  const before = { gateway: [100, 105, 110], direct: [200, 200, 200] };
  assert.equal(changes(before, { ...before, gateway: [90, 95, 98] })['gateway, 16 clients: perSecond'], 'worse');
  assert.equal(changes(before, { ...before, gateway: [90, 95, 101] })['gateway, 16 clients: perSecond'], 'same');
  assert.equal(changes(before, { ...before, gateway: [120, 121, 122] })['gateway, 16 clients: perSecond'], 'better');
});

test('what moves by a little is the same, and by one round a little is more', () => {
  const before = { gateway: [100, 100.1], direct: [1, 1] };
  assert.equal(changes(before, { ...before, gateway: [98.5, 98.6] })['gateway, 16 clients: perSecond'], 'same');
  const one = { gateway: [100], direct: [1] };
  assert.equal(changes(one, { ...one, gateway: [95] })['gateway, 16 clients: perSecond'], 'same');
  assert.equal(changes(one, { ...one, gateway: [85] })['gateway, 16 clients: perSecond'], 'worse');
});

test('targets are compared, too', () => {
  const before = { gateway: [100, 101], direct: [100, 100] };
  assert.equal(changes(before, { ...before, gateway: [80, 81] })['gateway / direct, requests/s, 16 clients'], 'worse');
});

test('a reference that moves is told apart', () => {
  const before = { gateway: [100, 100], direct: [200, 200] };
  const found = compare(scenarioResult(before), scenarioResult({ ...before, direct: [100, 100] }));
  const text = changesText('idle', found);
  assert.match(text, /better:\ngateway \/ direct|better:/);
  assert.match(text, /references that moved[^]*direct, 16 clients: perSecond\s+200\s+100\s+0\.500/);
});

test('what only one of two runs has is not compared', () => {
  assert.deepEqual(compare({}, scenarioResult({ gateway: [1], direct: [1] })), []);
});

test('far from a target is a fifth of it, or five times', () => {
  assert.deepEqual(
    [0.17, 0.19, Number.NaN].map((value) => isFarFrom(value, { atLeast: 0.9 })),
    [true, false, true],
  );
  assert.deepEqual(
    [5, 5.1, -1].map((value) => isFarFrom(value, { atMost: 1 })),
    [false, true, false],
  );
});
