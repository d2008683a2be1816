import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { porterStem } from '../../src/evaluation/rouge/porter/porter-stem.ts';
import { fixture } from './fixture.ts';

interface Recipe {
  readonly parts: readonly string[];
  readonly suffixes: readonly string[];
  readonly seed: number;
  readonly count: number;
  readonly sha256OfStems: string;
}

const { words, stems, generator } = fixture('porter') as { words: string; stems: string; generator: Recipe };

/** The words of record_porter.py. */
function* generated({ parts, suffixes, seed, count }: Recipe): Iterable<string> {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 16;
  };
  for (let made = 0; made < count; made += 1) {
    const length = 1 + (next() % 3);
    let word = '';
    for (let part = 0; part < length; part += 1) word += parts[next() % parts.length];
    yield word + suffixes[next() % suffixes.length];
  }
}

test('thousands of words have the stems that NLTK gives them', () => {
  const [listed, expected] = [words.split(' '), stems.split(' ')];
  assert.ok(listed.length > 5000, 'there are words');
  const wrong = listed.flatMap((word, index) =>
    porterStem(word) === expected[index] ? [] : [[word, porterStem(word), expected[index]]],
  );
  assert.deepEqual(wrong, []);
});

test('a hundred thousand more have, by the digest of their stems', () => {
  const digest = createHash('sha256');
  digest.update([...generated(generator)].map(porterStem).join('\n'));
  assert.equal(digest.digest('hex'), generator.sha256OfStems);
});
