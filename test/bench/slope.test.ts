import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slopeOf } from '../../bench/statistics/slope.ts';
import { seededDice } from '../../src/kernel/seeded-dice.ts';

test('a straight line has a slope, and no noise', () => {
  const { perX, standardError } = slopeOf([
    [0, 1],
    [2, 5],
    [4, 9],
  ]);
  assert.equal(perX, 2);
  assert.ok(standardError < 1e-9);
});

test('noise is within two standard errors of no slope nearly always', () => {
  const slopes = Array.from({ length: 200 }, (_, seed) => {
    const dice = seededDice(seed);
    return slopeOf(Array.from({ length: 50 }, (_none, x) => [x, dice()]));
  });
  const within = slopes.filter(({ perX, standardError }) => Math.abs(perX) <= 2 * standardError).length;
  assert.ok(within >= 180, `${within} of 200`);
});

test('what wanders by itself is noisier than it seems', () => {
  const dice = seededDice(1);
  const wave = (length: number) => Array.from({ length: 100 }, (_, x) => [x, Math.sin(x / length) + 0.1 * dice()] as const);
  assert.ok(slopeOf(wave(5)).standardError > 2 * slopeOf(wave(0.5)).standardError);
});

test('two points are too few', () => {
  assert.throws(
    () =>
      slopeOf([
        [0, 1],
        [1, 2],
      ]),
    RangeError,
  );
});
