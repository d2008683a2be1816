import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SpellingCache } from '../../src/codecs/spelling-cache.ts';

function cacheOf(
  limits: Partial<{ maxEntries: number; maxTotalLength: number; maxLength: number }>,
): (spelling: string) => boolean {
  const cache = new SpellingCache<string>({ maxEntries: 100, maxTotalLength: 100, maxLength: 100, ...limits });
  return (spelling) => {
    let isNew = false;
    cache.get(spelling, () => {
      isNew = true;
      return spelling;
    });
    return isNew;
  };
}

test('what is known is not found out again', () => {
  const isNew = cacheOf({});
  assert.deepEqual(['a', 'a', 'b', 'a'].map(isNew), [true, false, true, false]);
});

test('the least recently used is forgotten first', () => {
  const isNew = cacheOf({ maxEntries: 2 });
  assert.deepEqual(['a', 'b', 'a', 'c', 'a', 'b'].map(isNew), [true, true, false, true, false, true]);
});

test('all spellings together are bounded in length', () => {
  const isNew = cacheOf({ maxTotalLength: 5 });
  assert.deepEqual(['aa', 'bb', 'cc', 'bb', 'cc', 'aa'].map(isNew), [true, true, true, false, false, true]);
});

test('a spelling that is too long is found out each time and drives nothing out', () => {
  const isNew = cacheOf({ maxLength: 2, maxEntries: 1 });
  assert.deepEqual(['aa', 'bbb', 'bbb', 'aa'].map(isNew), [true, true, true, false]);
});
