import assert from 'node:assert/strict';
import { test } from 'node:test';
import { text } from '../../src/plot/element.ts';
import { doublingScale, valueScale } from '../../src/plot/scale.ts';
import { spreadApart } from '../../src/plot/spread-apart.ts';
import { linearTicks, logTicks } from '../../src/plot/ticks.ts';

test('linear ticks start at 0, have a round distance and reach the highest value', () => {
  assert.deepEqual(linearTicks(1231, 6), [0, 250, 500, 750, 1000, 1250]);
  assert.deepEqual(linearTicks(6, 6), [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(linearTicks(0.9, 5), [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1]);
});

test('logarithmic ticks enclose the values at 1, 2 and 5 of each decade', () => {
  assert.deepEqual(logTicks(92, 1231), [50, 100, 200, 500, 1000, 2000]);
  assert.deepEqual(logTicks(10, 100), [10, 20, 50, 100]);
  assert.deepEqual(logTicks(0.3, 4), [0.2, 0.5, 1, 2, 5]);
});

test('values that span a decade get a logarithmic scale, others a linear one from 0', () => {
  const logarithmic = valueScale([10, 1000], { from: 300, to: 0 });
  assert.ok(Math.abs(logarithmic.at(100) - 150) < 1e-9);
  const linear = valueScale([500, 1000], { from: 300, to: 0 });
  assert.equal(linear.at(0), 300);
  assert.equal(linear.at(500), 150);
});

test('doublings lie at equal distances', () => {
  const scale = doublingScale([1, 2, 4, 8, 16], { from: 0, to: 400 });
  assert.deepEqual(
    scale.ticks.map((tick) => Math.round(scale.at(tick))),
    [0, 100, 200, 300, 400],
  );
});

test('a scale of one value does not divide by zero', () => {
  assert.equal(doublingScale([16], { from: 10, to: 400 }).at(16), 10);
});

test('labels that are too near each other are moved apart, in order and within the range', () => {
  const range = { low: 0, high: 100 };
  assert.deepEqual(spreadApart([50, 10], 15, range), [50, 10]);
  assert.deepEqual(spreadApart([50, 50, 50], 15, range), [50, 65, 80]);
  assert.deepEqual(spreadApart([95, 96], 15, range), [85, 100]);
  assert.deepEqual(spreadApart([7, 7, 7], 60, range), [0, 50, 100]);
});

test('what a text says can not become markup', () => {
  assert.equal(text(1, 2.345, '<a & "b">'), '<text x="1" y="2.3">&lt;a &amp; &quot;b&quot;&gt;</text>');
});
