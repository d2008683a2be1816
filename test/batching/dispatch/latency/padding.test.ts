import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LatencyModel } from '../../../../src/batching/dispatch/latency/latency-model.ts';
import { type Load, paddedCost } from '../../../../src/batching/dispatch/latency/load.ts';
import { Padding } from '../../../../src/batching/dispatch/latency/padding.ts';
import { Random } from './random.ts';
import { between, type Law, SEEDS } from './upstream.ts';

/** Texts of about 100 tokens. */
function texts(random: Random, spread: number): Load {
  const lengths = Array.from({ length: random.whole(16) }, () => Math.ceil(100 * random.lognormal(spread)));
  return { items: lengths.length, cost: lengths.reduce((sum, one) => sum + one, 0), longest: Math.max(...lengths) };
}

function seen(law: Law, count: number, seed: number, spread: number, sigma = 0.1): LatencyModel {
  const random = new Random(seed);
  const model = new LatencyModel();
  for (let call = 0; call < count; call += 1) {
    const load = texts(random, spread);
    model.observe(load, law(load) * random.lognormal(sigma));
  }
  return model;
}

const byCost: Law = ({ cost }) => 5 + 0.01 * cost;
const byPadded: Law = ({ items, longest }) => 5 + 0.01 * items * longest;

test('an upstream that pads is found out, and predicted by items times the longest', () => {
  for (const seed of SEEDS) {
    const model = seen(byPadded, 100, seed, 0.6);
    assert.equal(model.paddingCosts, true);
    between(model.perCostMs, 0.008, 0.012, 'ms per padded token');
    const load = { items: 8, cost: 900, longest: 400 };
    between(model.predict(load) / byPadded(load), 0.9, 1.1, 'predicted / true');
  }
});

test('one that does not pad is not taken for one', () => {
  for (const seed of SEEDS)
    for (const sigma of [0, 0.1, 0.3]) assert.equal(seen(byCost, 300, seed, 0.6, sigma).paddingCosts, false);
});

test('while lengths are alike, or not known, it is the cost', () => {
  for (const seed of SEEDS) assert.equal(seen(byPadded, 300, seed, 0).paddingCosts, false);
  const model = new LatencyModel();
  const random = new Random(1);
  for (let call = 0; call < 200; call += 1) {
    const load = { ...texts(random, 0.6), longest: 0 };
    model.observe(load, byCost(load));
  }
  assert.equal(model.paddingCosts, false);
});

test('one that pads no more is found out, too', () => {
  const random = new Random(1);
  const model = seen(byPadded, 100, 1, 0.6);
  for (let call = 0; call < 200; call += 1) {
    const load = texts(random, 0.6);
    model.observe(load, byCost(load) * random.lognormal(0.1));
  }
  assert.equal(model.paddingCosts, false);
});

test('it takes a clearly smaller error and 24 calls to be believed, and an equal one to be dropped', () => {
  const padding = new Padding();
  const after = (calls: number, byCost: number, byPadded: number) => {
    for (let call = 0; call < calls; call += 1) padding.observe(byCost, byPadded);
    return padding.costs;
  };
  assert.deepEqual([after(100, 0.2, 0.19), after(300, 0.2, 0.15)], [false, true]);
  assert.deepEqual([after(1000, 0.2, 0.19), after(1000, 0.2, 0.2)], [true, false]);
  const fresh = new Padding();
  const costs = Array.from({ length: 24 }, () => {
    fresh.observe(0.2, 0.1);
    return fresh.costs;
  });
  assert.equal(costs.indexOf(true), 23);
});

test('between two good explanations, and by stalls, nothing is decided', () => {
  const good = new Padding();
  const stalls = new Padding();
  for (let call = 0; call < 200; call += 1) {
    good.observe(0.0004, 0.0001);
    stalls.observe(call % 10 === 0 ? 3 : 0.1, call % 10 === 0 ? 2 : 0.1);
  }
  assert.deepEqual([good.costs, stalls.costs], [false, false]);
});

test('without lengths the padded cost is the cost', () => {
  assert.deepEqual([paddedCost({ items: 3, cost: 70, longest: 0 }), paddedCost({ items: 3, cost: 70, longest: 40 })], [70, 120]);
});
