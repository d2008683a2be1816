import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Flows } from '../../../src/batching/queue/flows.ts';
import type { Flow } from '../../../src/batching/queue/turns.ts';

function send(flows: Flows, flow: Flow, items: number): void {
  flows.sent(flow, items);
  flows.leave(flow, items, 0);
}

/** The next tenants whose turn it is, when each turn sends one item. */
function next(flows: Flows, from: readonly Flow[], times: number): string[] {
  return Array.from({ length: times }, () => {
    const flow = flows.turns().next(from);
    send(flows, flow, 1);
    return flow.tenant;
  });
}

test('two tenants with much waiting are sent in turn', () => {
  const flows = new Flows(3);
  const both = [flows.of(1, 'a', 0), flows.of(1, 'b', 0)];
  for (const flow of both) flows.enter(flow, 100, 0);
  assert.deepEqual(next(flows, both, 6), ['a', 'b', 'a', 'b', 'a', 'b']);
});

test('a tenant that comes anew starts where the least served stands', () => {
  const flows = new Flows(3);
  const old = flows.of(1, 'old', 0);
  flows.enter(old, 200, 0);
  next(flows, [old], 100);
  const late = flows.of(1, 'late', 0);
  flows.enter(late, 100, 0);
  assert.deepEqual(next(flows, [old, late], 6), ['old', 'late', 'old', 'late', 'old', 'late']);
});

test('however many new tenants come, one that was there before has its share', () => {
  const flows = new Flows(3);
  const small = flows.of(1, 'small', 0);
  flows.enter(small, 1000, 0);
  const waiting = [small];
  let names = 0;
  const come = (): void => {
    names += 1;
    const fresh = flows.of(1, `new ${names}`, 0);
    flows.enter(fresh, 1, 0);
    waiting.push(fresh);
  };
  for (let i = 0; i < 9; i += 1) come();
  const sent = Array.from({ length: 1000 }, () => {
    const flow = flows.turns().next(waiting);
    send(flows, flow, 1);
    if (flow !== small) {
      waiting.splice(waiting.indexOf(flow), 1);
      come();
    }
    return flow === small;
  });
  const share = sent.filter(Boolean).length;
  assert.ok(share >= 90 && share <= 110, `${share} of 1000 beside nine others at any time`);
});

test('a tenant that had nothing waiting has saved up no claim', () => {
  const flows = new Flows(3);
  const [busy, idle] = [flows.of(1, 'busy', 0), flows.of(1, 'idle', 0)];
  flows.enter(idle, 1, 0);
  send(flows, idle, 1);
  flows.enter(busy, 200, 0);
  next(flows, [busy], 100);
  flows.enter(idle, 100, 0);
  assert.deepEqual(next(flows, [busy, idle], 5), ['busy', 'idle', 'busy', 'idle', 'busy']);
});

test('a tenant that waits keeps its claim while others are sent', () => {
  const flows = new Flows(3);
  const [large, small] = [flows.of(1, 'large', 0), flows.of(1, 'small', 0)];
  flows.enter(large, 100, 0);
  flows.enter(small, 100, 0);
  send(flows, large, 2);
  send(flows, large, 2);
  flows.enter(small, 100, 0);
  assert.deepEqual(next(flows, [large, small], 6), ['small', 'small', 'small', 'small', 'large', 'small']);
});

test('tenants of one name at two priorities are two', () => {
  const flows = new Flows(3);
  assert.notEqual(flows.of(0, 'a', 0), flows.of(1, 'a', 0));
  assert.equal(flows.of(1, 'a', 0), flows.of(1, 'a', 0));
});

test('a priority that nobody waits at loses what it is owed', () => {
  const flows = new Flows(2);
  const [high, low] = [flows.of(0, '', 0), flows.of(1, '', 0)];
  flows.enter(high, 100, 0);
  flows.enter(low, 1, 0);
  send(flows, high, 16);
  assert.equal(flows.turns().next([high, low]), low);
  flows.leave(low, 1, 0);
  flows.enter(low, 1, 0);
  assert.equal(flows.turns().next([high, low]), high);
});

test('a lower priority that never has more than one waiting is sure of its share too', () => {
  const flows = new Flows(2);
  const [high, low] = [flows.of(0, 'high', 0), flows.of(1, 'low', 0)];
  flows.enter(high, 1000, 0);
  flows.enter(low, 1, 0);
  const sent = Array.from({ length: 17 * 6 }, () => {
    const [tenant] = next(flows, [high, low], 1);
    if (tenant === 'low') flows.enter(low, 1, 0);
    return tenant;
  });
  assert.equal(sent.filter((tenant) => tenant === 'low').length, 6);
});

test('in a full queue the lowest priority has the least claim, but each is sure of a sixteenth', () => {
  const flows = new Flows(3);
  const [top, middle, bottom] = [flows.of(0, 'top', 0), flows.of(1, 'middle', 0), flows.of(2, 'bottom', 0)];
  flows.enter(top, 89, 0);
  flows.enter(middle, 50, 0);
  flows.enter(bottom, 21, 0);
  const newcomer = flows.of(0, 'newcomer', 0);
  assert.deepEqual([...flows.lessEntitled(newcomer, 'items', 1, 160)], [bottom, middle, top]);
  flows.leave(bottom, 11, 0);
  assert.deepEqual([...flows.lessEntitled(newcomer, 'items', 1, 160)], [middle, top]);
  assert.deepEqual([...flows.lessEntitled(bottom, 'items', 1, 160)], []);
  flows.leave(bottom, 1, 0);
  assert.deepEqual([...flows.lessEntitled(bottom, 'items', 1, 160)], [middle, top]);
});

test('within a priority those have less claim that would hold more even so, the heaviest first', () => {
  const flows = new Flows(3);
  const [many, large, ours] = [flows.of(1, 'many', 0), flows.of(1, 'large', 0), flows.of(1, 'ours', 0)];
  flows.enter(many, 9, 90);
  flows.enter(large, 5, 1000);
  flows.enter(ours, 4, 80);
  assert.deepEqual([...flows.lessEntitled(ours, 'items', 1, 16)], [many]);
  assert.deepEqual([...flows.lessEntitled(ours, 'bytes', 9, 1170)], [large, many]);
});

test('the share of the queue that a priority is sure of is counted in bytes when bytes are short', () => {
  const flows = new Flows(2);
  const [high, low] = [flows.of(0, 'high', 0), flows.of(1, 'low', 0)];
  flows.enter(low, 30, 11);
  assert.deepEqual([...flows.lessEntitled(high, 'bytes', 1, 160)], [low]);
  flows.leave(low, 1, 1);
  assert.deepEqual([...flows.lessEntitled(high, 'bytes', 1, 160)], []);
});

test('another tenant counts while it waits, and for a second after it was seen', () => {
  const flows = new Flows(3);
  const other = flows.of(2, 'other', 0);
  assert.equal(flows.hasOthers('one', 999), true);
  assert.equal(flows.hasOthers('one', 1000), false);
  assert.equal(flows.hasOthers('other', 999), false);
  flows.enter(other, 1, 0);
  assert.equal(flows.hasOthers('one', 5000), true);
});

test('a tenant gone for a second is forgotten, one that waits is not', () => {
  const flows = new Flows(3);
  flows.of(1, 'x', 0);
  const [gone, waits] = [flows.of(1, 'gone', 1), flows.of(1, 'waits', 1)];
  flows.enter(waits, 1, 0);
  flows.of(1, 'x', 1000);
  assert.equal(flows.of(1, 'gone', 1000), gone);
  flows.of(1, 'x', 2000);
  assert.notEqual(flows.of(1, 'gone', 2000), gone);
  assert.equal(flows.of(1, 'waits', 2000), waits);
});
