import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kserveV1 } from '../../../src/codecs/families/kserve-v1.ts';
import { JsonItemsCodec } from '../../../src/codecs/json-items/codec.ts';
import type { JsonItemsContract } from '../../../src/codecs/json-items/contract.ts';
import { itemsOf, request } from '../messages.ts';

/** A codec, and how often it has read what stands beside the items. */
function counting(): { codec: JsonItemsCodec; reads: () => number } {
  let count = 0;
  const contract: JsonItemsContract = {
    ...kserveV1,
    read(rest) {
      count += 1;
      return kserveV1.read(rest);
    },
  };
  return { codec: new JsonItemsCodec(contract), reads: () => count };
}

/** A body with so many bytes beside the value of its items. */
function bodyWithRest(bytes: number): string {
  const [before, after] = ['{"instances":', ',"id":"'];
  return `${before}[1]${after}${'x'.repeat(bytes - before.length - after.length - 2)}"}`;
}

test('the largest rest that is read is read once', () => {
  const { codec, reads } = counting();
  const body = bodyWithRest(65_536);
  assert.equal(itemsOf(codec, request(body)).key, itemsOf(codec, request(body)).key);
  assert.equal(reads(), 1);
});

test('a larger rest is not read, and its request goes alone', () => {
  const { codec, reads } = counting();
  const extraction = codec.extract(request(bodyWithRest(65_537)));
  assert.deepEqual(extraction, { kind: 'alone', reason: 'more than 65536 bytes beside the items' });
  assert.equal(reads(), 0);
});

test('a key is short however long the rest, and still tells one rest from another', () => {
  const { codec } = counting();
  const keyOf = (rest: string): string => itemsOf(codec, request(`{"instances":[1],${rest}}`)).key;
  const long = 'x'.repeat(300);
  assert.ok(keyOf('"id":"a"').includes('"id":"a"'));
  assert.ok(keyOf(`"id":"${long}"`).length <= 256);
  assert.equal(keyOf(`"a":1,"id":"${long}"`), keyOf(` "id" : "\\u0078${long.slice(1)}", "a":1`));
  assert.notEqual(keyOf(`"id":"${long}"`), keyOf(`"id":"${long}y"`));
});
