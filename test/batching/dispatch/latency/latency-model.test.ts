import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LatencyModel } from '../../../../src/batching/dispatch/latency/latency-model.ts';
import { Random } from './random.ts';
import { between, calls, error, items, type Law, line, mean, SEEDS, watch } from './upstream.ts';

const LAW = line(10, 0.5);
/** Batches are padded to powers of two. */
const steps: Law = ({ cost }) => 5 + 2 ** Math.ceil(Math.log2(cost));

function seen(law: Law, count: number, seed: number, sigma = 0): LatencyModel {
  return watch(new LatencyModel(), calls(law, count, new Random(seed), sigma));
}

test('before the first call nothing is known', () => {
  const model = new LatencyModel();
  model.observe({ items: 3, cost: 0, longest: 5 }, 100);
  const { known, baseMs, perCostMs, paddingCosts } = model;
  assert.deepEqual({ known, baseMs, perCostMs, paddingCosts }, { known: false, baseMs: 0, perCostMs: 0, paddingCosts: false });
  assert.deepEqual([model.predict(items(4)), model.atLeast(items(4)), model.atMost(items(4))], [0, 0, 0]);
});

test('after the first call half of it is taken for fixed', () => {
  const model = new LatencyModel();
  model.observe(items(10), 30);
  assert.deepEqual([model.known, model.baseMs, model.perCostMs, model.predict(items(20))], [true, 15, 1.5, 45]);
});

test('without scatter base and slope are exact, and the band is narrow', () => {
  for (const seed of SEEDS) {
    const model = seen(LAW, 100, seed);
    between(model.baseMs, 9.99, 10.01, 'base');
    between(model.perCostMs, 0.499, 0.501, 'per cost');
    between(model.atMost(items(16)) / model.predict(items(16)), 1, 1.02, 'upper end');
    between(model.atLeast(items(16)) / model.predict(items(16)), 0.98, 1, 'lower end');
  }
});

test('lognormal scatter does not bias what is predicted', () => {
  for (const size of [1, 8, 16, 32]) {
    const ratios = SEEDS.map((seed) => seen(LAW, 500, seed, 0.3).predict(items(size)) / LAW(items(size)));
    between(mean(ratios), 0.95, 1.1, `of ${size}`);
  }
});

test('stalls of two per cent of the calls, five or twenty times slower, move nothing', () => {
  for (const times of [5, 20])
    for (const seed of SEEDS) {
      const random = new Random(seed);
      const model = new LatencyModel();
      for (const [load, latencyMs] of calls(LAW, 1000, random)) {
        model.observe(load, random.uniform() < 0.02 ? times * latencyMs : latencyMs);
      }
      between(model.baseMs, 9.7, 10.3, 'base');
      between(model.perCostMs, 0.48, 0.52, 'per cost');
      between(error(model, LAW), 0, 0.02, 'error');
    }
});

test('a single stall moves predictions by less than one per cent', () => {
  const model = seen(LAW, 100, 1);
  model.observe(items(16), 20 * LAW(items(16)));
  between(error(model, LAW, [1, 8, 16, 32]), 0, 0.01, 'error');
});

test('95 % of calls end before the upper end, and as many after the lower, whatever they scatter', () => {
  for (const sigma of [0.1, 0.3])
    for (const seed of SEEDS) {
      const random = new Random(seed);
      const model = watch(new LatencyModel(), calls(LAW, 100, random, sigma));
      let below = 0;
      let above = 0;
      for (const [load, latencyMs] of calls(LAW, 2000, random, sigma)) {
        if (latencyMs <= model.atMost(load)) below += 1;
        if (latencyMs >= model.atLeast(load)) above += 1;
        model.observe(load, latencyMs);
      }
      between(below / 2000, 0.93, 0.97, `below, sigma ${sigma}, seed ${seed}`);
      between(above / 2000, 0.93, 0.97, `above, sigma ${sigma}, seed ${seed}`);
    }
});

test('with few calls the band is wider than they tell', () => {
  for (const count of [1, 2, 4, 7]) {
    const model = seen(LAW, count, 1);
    assert.equal(model.atMost(items(8)) >= 1.25 * model.predict(items(8)), true, `${count}`);
  }
});

test('a drift by 40 % over 400 calls is followed closely', () => {
  for (const sigma of [0, 0.1]) {
    const random = new Random(1);
    const model = new LatencyModel();
    const errors = Array.from({ length: 1200 }, (_, call) => {
      const load = items(random.whole(32));
      const truth = LAW(load) * (1 + 0.4 * Math.sin((call / 800) * 2 * Math.PI));
      const off = Math.abs(model.predict(load) / truth - 1);
      model.observe(load, truth * random.lognormal(sigma));
      return off;
    });
    between(mean(errors.slice(50)), 0, sigma === 0 ? 0.02 : 0.05, `sigma ${sigma}`);
  }
});

/** Mean error so many calls after a change, over all seeds. */
function errorAfter(count: number, from: Law, to: Law, sigma: number): number {
  return mean(
    SEEDS.map((seed) => error(watch(seen(from, 300, seed, sigma), calls(to, count, new Random(seed + 50), sigma)), to)),
  );
}

test('an upstream half or twice as fast is followed within five calls, but not believed at the first', () => {
  for (const law of [line(20, 1), line(5, 0.25)]) {
    between(errorAfter(1, LAW, law, 0.05), 0.4, 1.1, 'after one');
    between(errorAfter(5, LAW, law, 0.05), 0, 0.08, 'after five');
  }
});

test('so is one whose base or slope alone changes, within ten', () => {
  between(errorAfter(10, LAW, line(30, 0.5), 0), 0, 0.07, 'base');
  between(errorAfter(10, LAW, line(10, 2), 0), 0, 0.17, 'slope');
  between(errorAfter(6, LAW, line(10, 2), 0), 0, 0.25, 'slope, after six');
});

test('when calls scatter by 0.3, it takes ten', () => {
  for (const law of [line(20, 1), line(5, 0.25)]) between(errorAfter(10, LAW, law, 0.3), 0, 0.2, 'error');
});

test('what the sizes told is given up when it no longer holds', () => {
  between(errorAfter(20, steps, line(20, 2), 0), 0, 0.06, 'error');
});

test('after a change the band is wide, and soon narrow again', () => {
  const law = line(20, 1);
  for (const seed of SEEDS) {
    const random = new Random(seed);
    const model = watch(seen(LAW, 200, seed), calls(law, 6, random));
    assert.equal(model.atMost(items(16)) >= 1.2 * model.predict(items(16)), true, 'wide');
    watch(model, calls(law, 20, random));
    between(model.atMost(items(16)) / law(items(16)), 1, 1.15, 'narrow');
  }
});

test('an upstream that pads to powers of two is predicted within some per cent, where its line is not', () => {
  for (const seed of SEEDS) {
    const model = seen(steps, 500, seed, 0.02);
    const sizes = Array.from({ length: 32 }, (_, index) => index + 1);
    between(error(model, steps, sizes), 0, 0.04, 'predicted');
    const byLine = mean(sizes.map((size) => Math.abs((model.baseMs + model.perCostMs * size) / steps(items(size)) - 1)));
    between(byLine, 0.08, 0.3, 'the line');
  }
});

test('a size never seen is believed at its first call, without doubt of the others', () => {
  const model = new LatencyModel();
  for (let call = 0; call < 50; call += 1) model.observe(items(1), 10);
  assert.equal(model.surelyBelow(items(32)) > 2 * model.predict(items(32)), true, 'nothing is known of it');
  model.observe(items(32), 13.2);
  between(model.predict(items(32)), 13, 13.4, 'it');
  between(model.predict(items(1)), 9.9, 10.1, 'the others');
});

test('latencies of 0 are learned, and so is that they are no more', () => {
  const model = new LatencyModel();
  for (let call = 0; call < 50; call += 1) model.observe(items(4), 0);
  assert.deepEqual([model.predict(items(4)), model.predict(items(32)), model.atMost(items(32))], [0, 0, 0]);
  for (let call = 0; call < 10; call += 1) model.observe(items(4), 5);
  between(model.predict(items(4)), 4.5, 5.5, 'predicted');
});

test('whatever is observed, all is finite, and what is predicted lies within the band', () => {
  const amount = fc.oneof(
    fc.double({ min: 0, max: Number.MAX_VALUE, noNaN: true }),
    fc.double({ min: 0, max: 100, noNaN: true }),
    fc.constantFrom(0, 1, 1e-300, 1e12, 1e300),
  );
  const load = fc.record({ items: fc.nat(1e6), cost: amount, longest: amount });
  const phase = fc.tuple(fc.array(fc.tuple(load, amount), { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 20 }));
  fc.assert(
    fc.property(fc.array(phase, { maxLength: 6 }), load, (phases, asked) => {
      const model = new LatencyModel();
      for (const [some, times] of phases) for (let time = 0; time < times; time += 1) watch(model, some);
      const ends = [0, model.atLeast(asked), model.predict(asked), model.atMost(asked), Number.MAX_VALUE];
      assert.deepEqual(
        ends.toSorted((a, b) => a - b),
        ends,
      );
      const { baseMs, perCostMs } = model;
      assert.equal([baseMs, perCostMs, ...ends].every(Number.isFinite), true, [baseMs, perCostMs, ...ends].join());
      assert.equal(baseMs >= 0 && perCostMs >= 0, true, `${baseMs} + ${perCostMs}`);
    }),
    { numRuns: 2000 },
  );
});
