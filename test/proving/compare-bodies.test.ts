import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareBodies } from '../../src/proving/compare/compare-bodies.ts';
import { toleranceOf } from '../../src/proving/compare/tolerance.ts';

const SMALL = toleranceOf(1e-6);

function compared(alone: string, batched: string, tolerance = SMALL, contentType = 'application/json') {
  const of = (body: string) => ({ headers: { 'content-type': contentType }, body: Buffer.from(body) });
  return compareBodies(of(alone), of(batched), tolerance);
}

describe('equal or close', () => {
  for (const [kind, alone, batched] of [
    ['equal', '{"a":[1.0, NaN]}', '{"a":[1.0, NaN]}'],
    ['close', '[0.1234567]', '[0.1234568]'],
    ['close', '{"a":{"b":[1e3,-2.5]}}', '{"a":{"b":[1000.0000001,-2.5000001]}}'],
    ['close', '[1.0]', '[1]'],
  ] as const) {
    test(`${kind}: ${alone} and ${batched}`, () => assert.equal(compared(alone, batched).kind, kind));
  }
});

describe('different', () => {
  for (const [alone, batched, what, place] of [
    ['[0.1]', '[0.2]', 'number', '$[0]'],
    ['{"a":1,"s":[0.5,0.25]}', '{"a":1,"s":[0.5,0.26]}', 'number', '$.s[1]'],
    ['{"a":1,"b":2}', '{"b":2,"a":1}', 'text', '$.a'],
    ['[1,2]', '[1,2,3]', 'text', '$[1]'],
    ['[1, 2]', '[1,2]', 'text', '$[1]'],
    ['["0.1234567"]', '["0.1234568"]', 'text', '$[0]'],
    ['["\\u00e9"]', '["é"]', 'text', '$[0]'],
    ['[NaN]', '[1.0]', 'text', '$[0]'],
    ['[1000000000000]', '[1000000000001]', 'number', '$[0]'],
    ['[9007199254740993]', '[9007199254740992]', 'number', '$[0]'],
    ['[]', '', 'text', '$'],
  ] as const) {
    test(`${alone} and ${batched}`, () => {
      const comparison = compared(alone, batched);
      if (comparison.kind !== 'different') assert.fail(comparison.kind);
      const { difference } = comparison;
      assert.deepEqual([difference.what, difference.place], [what, place]);
    });
  }
});

test('a tolerance is absolute and relative to what is answered alone', () => {
  assert.equal(compared('[100.0]', '[100.9]', toleranceOf(0, 0.01)).kind, 'close');
  assert.equal(compared('[100.0]', '[101.1]', toleranceOf(0, 0.01)).kind, 'different');
  assert.equal(compared('[0.0]', '[0.5]', toleranceOf(0.5, 0)).kind, 'close');
  assert.equal(compared('[0.1]', '[0.10000000000000001]', toleranceOf(0)).kind, 'close');
  assert.equal(compared('[0.1]', '[0.1000001]', toleranceOf(0)).kind, 'different');
});

test('the largest distance is told, also beyond the first difference', () => {
  const comparison = compared('[1.0,2.0,3.0]', '[1.5,2.0,7.0]');
  if (comparison.kind !== 'different') assert.fail(comparison.kind);
  assert.deepEqual([comparison.difference.place, comparison.difference.distance.absolute], ['$[0]', 4]);
});

test('lines of numbers are compared as numbers, bytes as bytes', () => {
  assert.equal(compared('0.25,0.5\n', '0.25,0.5000001\n', SMALL, 'text/csv').kind, 'close');
  assert.equal(compared('v1.2 0.25\n', 'v1.3 0.25\n', toleranceOf(1), 'text/csv').kind, 'different');
  assert.equal(compared('0.25', '0.2500001', SMALL, 'application/octet-stream').kind, 'different');
});
