import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createCodec } from '../../../src/codecs/index.ts';
import { itemsOf, request } from '../messages.ts';
import { literal, normal, objectOf, spell, text, type Value, value } from '../spelling.ts';

const names = fc.constantFrom('a', 'b', 'é', '"');

/** Few enough values that two are often equal. */
const small = fc.oneof(
  literal,
  text.filter((node) => node.kind === 'string' && node.text.length < 2),
  objectOf(fc.constantFrom('a', 'b'), literal),
);

function withItems(rest: Value, items: string): Value {
  const members = rest.kind === 'object' ? rest.members : new Map<string, Value>();
  return {
    kind: 'object',
    members: new Map([...members, ['instances', { kind: 'array', elements: [{ kind: 'string', text: items }] }]]),
  };
}

const codec = createCodec('kserve-v1');
const keyOf = (rest: Value, items: string, seed: number): string =>
  itemsOf(codec, request(spell(withItems(rest, items), seed))).key;

test('keys of all spellings of one rest are equal, whatever the items', () => {
  fc.assert(
    fc.property(objectOf(names, value), fc.nat(), fc.nat(), fc.string(), (rest, one, other, items) => {
      assert.equal(keyOf(rest, items, one), keyOf(rest, 'x', other));
    }),
    { numRuns: 500 },
  );
});

test('keys are equal exactly when the rests are, numbers by their text', () => {
  fc.assert(
    fc.property(objectOf(names, small), objectOf(names, small), fc.nat(), fc.nat(), (one, other, seed, otherSeed) => {
      assert.equal(keyOf(one, '', seed) === keyOf(other, '', otherSeed), normal(one) === normal(other));
    }),
    { numRuns: 2000 },
  );
});

test('changing one number in its spelling alone changes the key', () => {
  const rest = (number: string): Value => ({ kind: 'object', members: new Map([['a', { kind: 'literal', text: number }]]) });
  assert.notEqual(keyOf(rest('1'), '', 0), keyOf(rest('1.0'), '', 0));
  assert.notEqual(
    keyOf(rest('NaN'), '', 0),
    keyOf({ kind: 'object', members: new Map([['a', { kind: 'string', text: 'NaN' }]]) }, '', 0),
  );
});
