import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FormCodec } from '../../../src/codecs/form-codec.ts';
import { JsonReply } from '../../../src/codecs/json-reply/reply.ts';
import { JsonRequest } from '../../../src/codecs/json-request/request.ts';
import { takeRows } from '../../../src/codecs/json-request/take.ts';
import type { Codec } from '../../../src/codecs/port.ts';
import { at } from '../../../src/kernel/json/place.ts';
import { itemsOf, request } from '../messages.ts';

/** A codec, and how often it has read what stands beside the items. */
function counting(): { codec: Codec; reads: () => number } {
  let count = 0;
  const shape = {
    name: 'rows',
    at: at('instances'),
    take: takeRows,
    single: 'list',
    reply: new JsonReply({ at: [at('predictions')] }),
    read() {
      count += 1;
      return {};
    },
  } as const;
  const doc = { request: '', reply: '', cost: '' };
  const form = { contentTypes: { names: ['application/json'] }, doc, request: new JsonRequest({ shapes: [shape] }) };
  return { codec: new FormCodec('counting', [form]), reads: () => count };
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
