import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Band } from '../../../../src/batching/dispatch/latency/band.ts';

function bandOf(ratios: readonly number[]): Band {
  const band = new Band();
  for (const ratio of ratios) band.observe(ratio);
  return band;
}

function ends({ lower, upper }: Band): [number, number] {
  return [lower, upper];
}

test('with few calls it is 1.25 times wider, with 32 no more', () => {
  const wide = [0, 1, 8, 20, 32, 100].map((calls) => ends(bandOf(Array(calls).fill(1))));
  assert.deepEqual(wide, [
    [0.8, 1.25],
    [0.8, 1.25],
    [0.8, 1.25],
    [1 / 1.125, 1.125],
    [1, 1],
    [1, 1],
  ]);
});

test('of 64 ratios 3.25 in 65 lie beyond either end, whatever their order', () => {
  const ratios = Array.from({ length: 64 }, (_, index) => 0.5 + ((index * 37) % 64) / 64);
  const sorted = ratios.toSorted((a, b) => a - b);
  const at = (rank: number) => sorted[rank - 1] ?? 0;
  const [lower, upper] = ends(bandOf(ratios));
  assert.deepEqual(
    [lower, upper].map((end) => Math.round(end * 1e9)),
    [at(3) + 0.25 * (at(4) - at(3)), at(62) - 0.25 * (at(62) - at(61))].map((end) => Math.round(end * 1e9)),
  );
});

test('what came before the last 64 is forgotten', () => {
  assert.deepEqual(ends(bandOf([...Array(64).fill(9), ...Array(64).fill(1)])), [1, 1]);
});

test('it contains 1, though all calls be slower or faster than predicted', () => {
  assert.deepEqual(ends(bandOf(Array(64).fill(2))), [1, 2]);
  assert.deepEqual(ends(bandOf(Array(64).fill(0.5))), [0.5, 1]);
});

test('in doubt, the last ratios are dropped and it is wider until 32 more have come', () => {
  const band = bandOf([...Array(100).fill(1), ...Array(5).fill(3)]);
  assert.deepEqual(ends(band), [1, 3]);
  band.doubt(5);
  assert.deepEqual(ends(band), [0.8, 1.25]);
  for (let call = 0; call < 32; call += 1) band.observe(1);
  assert.deepEqual(ends(band), [1, 1]);
});

test('its ends are always those of the ratios it holds', () => {
  const ratio = fc.double({ min: 0, max: 1000, noNaN: true });
  fc.assert(
    fc.property(fc.array(ratio, { maxLength: 200 }), fc.nat(70), fc.array(ratio, { maxLength: 40 }), (first, gone, then) => {
      const band = bandOf(first);
      band.doubt(gone);
      for (const one of then) band.observe(one);
      const left = first.slice(-64);
      const held = [...left.slice(0, Math.max(0, left.length - gone)), ...then].slice(-64);
      const [lower, upper] = ends(band);
      const highest = Math.max(1, ...held);
      assert.equal(upper >= 1 && lower <= 1 && upper <= highest * 1.25, true, `${lower}..${upper} of at most ${highest}`);
      const beyond = held.filter((one) => one > upper).length;
      assert.equal(beyond <= Math.ceil(0.05 * (held.length + 1)), true, `${beyond} of ${held.length} beyond ${upper}`);
    }),
  );
});
