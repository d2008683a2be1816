import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Gate, type PauseReason } from '../../../src/sources/pulled/gate.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

function gateOn(clock: VirtualClock) {
  const told: (PauseReason | undefined)[] = [];
  const gate = new Gate(clock, (paused) => told.push(paused));
  const { signal } = new AbortController();
  let through = 0;
  /** So many ask for their turn. */
  const ask = (count: number): void => {
    for (let index = 0; index < count; index += 1) void gate.turn(signal).then(() => (through += 1));
  };
  return { gate, told, ask, through: () => through };
}

test('while nothing is wrong everything passes', async () => {
  const clock = new VirtualClock();
  const { gate, ask, through, told } = gateOn(clock);
  ask(5);
  await clock.settle();
  gate.passed();
  assert.deepEqual([through(), told], [5, []]);
});

test('when the endpoint stops, one at a time is let through, at growing intervals, until one passes', async () => {
  const clock = new VirtualClock();
  const { gate, ask, through, told } = gateOn(clock);
  gate.stopped(undefined);
  ask(10);
  await clock.advance(500);
  assert.deepEqual([through(), told], [1, ['endpoint']]);
  await clock.advance(60_000);
  assert.equal(through(), 1, 'no second probe before the first has told');
  gate.stopped(undefined);
  await clock.advance(499);
  assert.equal(through(), 1);
  await clock.advance(501);
  assert.equal(through(), 2);
  gate.passed();
  await clock.settle();
  assert.deepEqual([through(), told], [10, ['endpoint', undefined]]);
});

test('an endpoint that says when to come again is not asked before', async () => {
  const clock = new VirtualClock();
  const { gate, ask, through } = gateOn(clock);
  gate.stopped(20_000);
  ask(1);
  await clock.advance(19_999);
  assert.equal(through(), 0);
  await clock.advance(1);
  assert.equal(through(), 1);
});

test('a probe that is due waits for the next that comes', async () => {
  const clock = new VirtualClock();
  const { gate, ask, through } = gateOn(clock);
  gate.stopped(undefined);
  await clock.advance(1000);
  ask(2);
  await clock.settle();
  assert.equal(through(), 1);
});

test('single failures are believed; when most records fail they are kept, and the pause ends with one that passes', () => {
  const { gate, told } = gateOn(new VirtualClock());
  for (let index = 0; index < 30; index += 1) {
    gate.passed();
    if (index % 3 === 0) assert.equal(gate.refused(), true, `failure ${index}`);
  }
  const believed = Array.from({ length: 60 }, () => gate.refused());
  assert.ok(believed.filter(Boolean).length < 60 && told.includes('failures'), JSON.stringify(told));
  assert.equal(gate.refused(), false);
  gate.passed();
  assert.equal(gate.paused, undefined);
  assert.equal(gate.refused(), true);
});

test('a model that refuses everything buries fewer than twenty records', () => {
  const { gate } = gateOn(new VirtualClock());
  assert.equal(Array.from({ length: 1000 }, () => gate.refused()).filter(Boolean).length, 19);
});

test('whoever waits is told when the door closes', async () => {
  const { gate } = gateOn(new VirtualClock());
  const closing = new AbortController();
  gate.stopped(undefined);
  const turn = gate.turn(closing.signal);
  closing.abort(new Error('closing'));
  await assert.rejects(turn, /closing/);
});
