import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { differences } from '../../src/evaluation/bootstrap/differences.ts';
import { draws } from '../../src/evaluation/bootstrap/draws.ts';
import { estimates } from '../../src/evaluation/bootstrap/estimates.ts';
import { intervalOf } from '../../src/evaluation/bootstrap/interval.ts';
import { classification } from '../../src/evaluation/classification/classification.ts';
import { rouge } from '../../src/evaluation/rouge/rouge.ts';
import { squad } from '../../src/evaluation/squad/squad.ts';

/** Right in so many of a hundred items, spread over them. */
function answers(right: number): string[] {
  return Array.from({ length: 100 }, (_, item) => ((item * 37) % 100 < right ? 'yes' : 'no'));
}
const TRUTH = Array.from({ length: 100 }, () => 'yes');

function accuracyOf(right: number) {
  return classification({ labels: ['yes', 'no'] }).score(answers(right), TRUTH);
}

test('the interval of a share of 100 items is that of the binomial distribution', () => {
  const [accuracy] = estimates(accuracyOf(70), { samples: 4000 });
  const { name, value, low, mid, high } = accuracy ?? assert.fail();
  assert.deepEqual([name, value], ['accuracy', 0.7]);
  // The 2.5th, 50th and 97.5th percentile of Binomial(100, 0.7) / 100.
  assert.ok(
    Math.abs(low - 0.61) <= 0.011 && Math.abs(mid - 0.7) <= 0.01 && Math.abs(high - 0.79) <= 0.011,
    `${low} ${mid} ${high}`,
  );
});

test('equal seeds give equal intervals, others do not', () => {
  const of = (seed: number) => estimates(accuracyOf(70), { samples: 50, seed });
  assert.deepEqual(of(3), of(3));
  assert.notDeepEqual(of(3), of(4));
});

test('the percentiles are those of numpy', () => {
  const values = Float64Array.of(4, 1, 3, 2);
  assert.deepEqual(intervalOf(values, 0.5), { low: 1.75, mid: 2.5, high: 3.25 });
  assert.deepEqual(intervalOf(Float64Array.of(7), 0.95), { low: 7, mid: 7, high: 7 });
  assert.deepEqual(intervalOf(Float64Array.of(1, 2), 1), { low: 1, mid: 1.5, high: 2 });
});

test('every item is drawn as often as any other', () => {
  const counts = new Uint32Array(10);
  for (const draw of draws(10, 5000, 1)) for (const item of draw) counts[item] = (counts[item] ?? 0) + 1;
  assert.ok(
    counts.every((count) => Math.abs(count - 5000) < 350),
    counts.join(' '),
  );
});

test('a system compared with itself is no better, whatever is drawn', () => {
  for (const { value, low, high, significant } of differences(accuracyOf(70), accuracyOf(70), { samples: 100 })) {
    assert.deepEqual([value, low, high, significant], [0, 0, 0, false]);
  }
});

test('a system that is right wherever the other is, and elsewhere, is surely better, though their intervals overlap', () => {
  const [first, second] = [accuracyOf(70), accuracyOf(78)];
  const [difference] = differences(first, second);
  const { value, low, high, significant } = difference ?? assert.fail();
  assert.ok(Math.abs(value - 0.08) < 1e-9 && low > 0.02 && low < 0.04 && high > 0.12 && high < 0.15, `${value} ${low} ${high}`);
  assert.deepEqual([difference?.first, difference?.second, significant], [0.7, 0.78, true]);
  const [[one], [other]] = [estimates(first), estimates(second)];
  assert.ok((one?.high ?? 0) > (other?.low ?? 0), 'they overlap');
});

test('the difference is in the unit of the figure', () => {
  const [exact] = differences(squad().score(['a b', 'c'], ['b', 'd']), squad().score(['a b', 'd'], ['b', 'd']));
  assert.deepEqual([exact?.name, exact?.unit, exact?.value], ['exact_match', 'percent', 50]);
});

test('differences exchanged change their signs', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }), fc.nat(), (right, seed) => {
      const truth = right.map(() => 'gate tide');
      const [a, b] = [
        rouge().score(
          right.map((is) => (is ? 'gate tide' : 'gate')),
          truth,
        ),
        rouge().score(
          right.map(() => 'tide'),
          truth,
        ),
      ];
      const [there, back] = [differences(a, b, { samples: 20, seed }), differences(b, a, { samples: 20, seed })];
      for (const [index, { value, low, high }] of there.entries()) {
        const other = back[index] ?? assert.fail();
        assert.ok(Math.abs(value + other.value) + Math.abs(low + other.high) + Math.abs(high + other.low) < 1e-9, 'signs');
      }
    }),
    { numRuns: 20 },
  );
});

test('what is not comparable is refused', () => {
  const one = classification().score(['a'], ['a']);
  assert.throws(() => differences(one, accuracyOf(70)), { name: 'EvaluationError', message: /scored on 1 and on 100 items/ });
  assert.throws(() => differences(one, squad().score(['a'], ['b'])), { message: /different figures/ });
  assert.throws(() => estimates(one, { samples: 0 }), { message: 'samples must be a whole number of at least 1, not 0' });
  assert.throws(() => estimates(one, { confidence: 1.5 }), { message: 'confidence must be between 0 and 1, not 1.5' });
  assert.throws(() => estimates(one, { seed: 0.5 }), { message: 'seed must be a whole number, not 0.5' });
});

test('lists of unequal length are errors that name the first item without its other half', () => {
  const metric = classification();
  assert.throws(() => metric.score([], []), { name: 'EvaluationError', item: undefined, message: 'there are no items to score' });
  assert.throws(() => metric.score(['a'], ['a', 'b']), {
    item: 1,
    message: 'item 1: no prediction: there are 1 predictions and 2 references',
  });
  assert.throws(() => metric.score(['a', 'b', 'c'], ['a']), {
    item: 1,
    message: 'item 1: no reference: there are 3 predictions and 1 references',
  });
});
