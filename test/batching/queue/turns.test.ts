import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Flow, type Level, owedMore, Turns } from '../../../src/batching/queue/turns.ts';

function flowOf(priority: number, tenant = '', served = 0): Flow {
  return { priority, tenant, items: 1000, bytes: 1000, served, lastSeen: 0 };
}

/** One level for each list of flows; who is in them has plenty waiting. */
function levelsOf(...levels: readonly (readonly Flow[])[]): Level[] {
  return levels.map((flows) => ({
    flows: new Map(flows.map((flow) => [flow.tenant, flow])),
    items: flows.reduce((sum, flow) => sum + flow.items, 0),
    bytes: flows.reduce((sum, flow) => sum + flow.bytes, 0),
    active: flows.length,
    owed: 0,
    served: 0,
  }));
}

/** Whose turn it is so many times, when each turn sends `items` of theirs. */
function play(levels: readonly Level[], flows: readonly Flow[], times: number, items: (flow: Flow) => number = () => 1): Flow[] {
  const turns = new Turns(levels);
  return Array.from({ length: times }, () => {
    const flow = turns.next(flows);
    turns.send(flow, items(flow));
    return flow;
  });
}

function placesOf(flow: Flow, order: readonly Flow[]): number[] {
  return order.flatMap((each, place) => (each === flow ? [place] : []));
}

test('a higher priority goes first, in whatever order they are asked about', () => {
  const [high, low] = [flowOf(0), flowOf(1)];
  const turns = new Turns(levelsOf([high], [low]));
  assert.equal(turns.next([low, high]), high);
  assert.equal(turns.next([high, low]), high);
  assert.ok(turns.compare(high, low) < 0);
  assert.ok(turns.compare(low, high) > 0);
});

test('a priority owed one item goes first, one owed a little less does not', () => {
  const [high, low] = [flowOf(0), flowOf(1)];
  for (const [owed, first] of [
    [15.9 / 16, high],
    [1, low],
  ] as const) {
    const levels = levelsOf([high], [low]);
    Object.assign(levels[1] as Level, { owed });
    assert.equal(new Turns(levels).next([high, low]), first);
  }
});

test('of two priorities that are owed something the higher goes first', () => {
  const [high, middle, low] = [flowOf(0), flowOf(1), flowOf(2)];
  const levels = levelsOf([high], [middle], [low]);
  for (const level of levels.slice(1)) Object.assign(level, { owed: 1 });
  assert.equal(new Turns(levels).next([low, high, middle]), middle);
});

test('after each 16 items of a higher priority one of the lower is sent', () => {
  const [high, low] = [flowOf(0), flowOf(1)];
  assert.deepEqual(placesOf(low, play(levelsOf([high], [low]), [high, low], 60)), [16, 33, 50]);
});

test('a turn of many items counts as that many, and a debt of many is paid as well', () => {
  const [high, low] = [flowOf(0), flowOf(1)];
  const order = play(levelsOf([high], [low]), [high, low], 12, (flow) => (flow === high ? 32 : 4));
  assert.deepEqual(placesOf(low, order), [1, 4, 7, 10]);
});

test('each of two lower priorities is sure of one in 16 of what goes before it', () => {
  const flows = [flowOf(0), flowOf(1), flowOf(2)] as const;
  const order = play(levelsOf(...flows.map((flow) => [flow])), flows, 17 * 17);
  assert.deepEqual(
    flows.map((flow) => placesOf(flow, order).length),
    [256, 16, 17],
  );
});

test('within a priority the tenant that was sent the fewest items goes first', () => {
  const [quiet, noisy] = [flowOf(1, 'quiet', 3), flowOf(1, 'noisy', 7)];
  const levels = levelsOf([], [quiet, noisy]);
  assert.equal(new Turns(levels).compare(quiet, noisy), -4);
  assert.deepEqual(
    play(levels, [noisy, quiet], 7).map(({ tenant }) => tenant),
    ['quiet', 'quiet', 'quiet', 'quiet', 'noisy', 'quiet', 'noisy'],
  );
});

test('tenants who send many items at once wait for those who send few', () => {
  const [large, small] = [flowOf(1, 'large'), flowOf(1, 'small')];
  const order = play(levelsOf([], [large, small]), [large, small], 18, (flow) => (flow === large ? 8 : 1));
  assert.deepEqual(placesOf(large, order), [0, 9]);
});

test('looking ahead sends nothing', () => {
  const [high, low] = [flowOf(0), flowOf(1)];
  const levels = levelsOf([high], [low]);
  play(levels, [high, low], 40);
  assert.deepEqual([high.served, low.served, levels[0]?.owed, levels[1]?.owed], [0, 0, 0, 0]);
  assert.equal(new Turns(levels).next([low, high]), high);
});

test('nothing is owed to who is not passed over', () => {
  const levels = levelsOf([flowOf(0)], [flowOf(1)], []);
  assert.equal(owedMore(levels, 0, 1, 16), 0);
  assert.equal(owedMore(levels, 0, 0, 16), 0);
  assert.equal(owedMore(levels, 1, 0, 16), 1);
  assert.equal(owedMore(levels, 2, 0, 16), 0);
});

test('who waits not pays back what it had too much, and gathers no claim', () => {
  const levels = levelsOf([flowOf(0)], []);
  Object.assign(levels[1] as Level, { owed: -3 });
  assert.equal(owedMore(levels, 1, 0, 32), 2);
  assert.equal(owedMore(levels, 1, 0, 160), 3);
});

test('what is sent while no higher priority waits is not charged', () => {
  const [high, low] = [flowOf(0), flowOf(1)];
  assert.equal(owedMore(levelsOf([high], [low]), 1, 1, 5), -5);
  assert.equal(owedMore(levelsOf([], [low]), 1, 1, 5), 0);
});
