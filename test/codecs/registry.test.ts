import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codecNames, createCodec } from '../../src/codecs/index.ts';
import { itemsOf, request } from './messages.ts';

test('every name makes a codec that bears it', () => {
  for (const name of codecNames) assert.equal(createCodec({ name, items: '/a', results: '/b' }).name, name);
});

test('an unknown family is refused with the names of the known ones', () => {
  assert.throws(() => createCodec('kserve-v9'), /hf-zero-shot-classification, .*, passthrough, .*got `kserve-v9`/);
});

test('options have bounds', () => {
  assert.throws(() => createCodec({ name: 'kserve-v1', maxRows: 0 }), /`maxRows` to be an integer >= 1, got 0/);
  assert.throws(() => createCodec({ name: 'kserve-v1', maxItems: 1.5 }), /`maxItems`/);
});

test('maxItems replaces the bound of tei-embed and lowers that of any other family', () => {
  const company = (name: string, body: string, maxItems?: number): number =>
    itemsOf(createCodec(maxItems === undefined ? { name } : { name, maxItems }), request(body)).maxCompany;
  assert.equal(company('tei-embed', '{"inputs":"a"}'), 32);
  assert.equal(company('tei-embed', '{"inputs":"a"}', 128), 128);
  assert.equal(company('kserve-v1', '{"instances":[1]}'), Number.MAX_SAFE_INTEGER);
  assert.equal(company('kserve-v1', '{"instances":[1]}', 8), 8);
});

test('passthrough sends every request alone', () => {
  const codec = createCodec('passthrough');
  assert.equal(codec.extract(request('{"instances":[1]}')).kind, 'alone');
  assert.equal(codec.extract(request('not JSON')).kind, 'alone');
});
