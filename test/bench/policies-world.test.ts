import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rateOf } from '../../bench/policies/cells/capacity.ts';
import type { Cell } from '../../bench/policies/cells/cell.ts';
import { CELLS } from '../../bench/policies/cells/matrix.ts';
import { compare } from '../../bench/policies/measure/compare.ts';
import { openLoop } from '../../bench/policies/traffic/open-loop.ts';
import { Chance, drawn, seedOf } from '../../bench/policies/world/chance.ts';
import { Events } from '../../bench/policies/world/events.ts';

function named(name: string): Cell {
  const cell = CELLS.find((each) => each.name === name);
  assert.ok(cell, name);
  return cell;
}

test('cells are many, and each has a name of its own', () => {
  assert.ok(CELLS.length >= 320 && CELLS.length <= 360, String(CELLS.length));
  assert.equal(new Set(CELLS.map(({ name }) => name)).size, CELLS.length);
});

test('chance is the same for the same seed, and has the means that it says', () => {
  const one = new Chance(seedOf('a'));
  const other = new Chance(seedOf('a'));
  const draws = Array.from({ length: 20_000 }, () => one.logNormal(0.8));
  assert.equal(other.logNormal(0.8), draws[0]);
  assert.ok(Math.abs(draws.reduce((sum, each) => sum + each, 0) / draws.length - 1) < 0.05);
  assert.equal(drawn(7, 3), drawn(7, 3));
  assert.notEqual(drawn(7, 3), drawn(7, 4));
});

test('events happen in the order of time, those of one time in that in which they were added', () => {
  const events = new Events();
  const chance = new Chance(1);
  const times = Array.from({ length: 2000 }, () => Math.floor(chance.uniform() * 100));
  for (const [code, time] of times.entries()) events.add(time, code);
  const expected = [...times.keys()].sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
  assert.deepEqual(
    times.map(() => events.take()),
    expected,
  );
  assert.equal(events.nextTime, Number.POSITIVE_INFINITY);
});

for (const name of ['poisson 80% | tight', 'bursts of 16 | tight', 'on/off | tight', 'ramp | tight']) {
  test(`requests come in the order of time at the rate that was asked for: ${name}`, () => {
    const cell = named(`serial a/b=20 | ${name}`);
    const next = openLoop(cell, 1);
    const times = Array.from({ length: 100_000 }, next);
    assert.ok(times.every((time, i) => i === 0 || time >= (times[i - 1] as number)));
    const rate = times.length / (times.at(-1) as number);
    assert.ok(Math.abs(rate / rateOf(cell) - 1) < 0.1, `${rate} for ${rateOf(cell)}`);
  });
}

test('a cell gives the same figures every time, and every request has one answer', async () => {
  const cell = named('bears 2 a/b=20 | closed 16 | loose');
  const once = await compare(cell);
  assert.deepEqual(await compare(cell), once);
  assert.deepEqual(once.broken, []);
  assert.ok(once.heart.goodput > 0);
});
