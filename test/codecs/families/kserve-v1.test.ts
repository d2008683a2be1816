import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCodec } from '../../../src/codecs/index.ts';
import { itemsOf, mismatchOf, reply, request } from '../messages.ts';

const codec = createCodec('kserve-v1');

test('what cannot be taken apart goes alone', () => {
  for (const body of [
    '[1]',
    '"a"',
    '{}',
    '{"inputs":[1]}',
    '{"instances":[1],"inputs":[1]}',
    '{"instances":[]}',
    '\ufeff{"instances":[1]}',
  ]) {
    assert.equal(codec.extract(request(body)).kind, 'alone', body);
  }
  assert.equal(codec.extract(request('{"instances":[1]}', 'text/csv')).kind, 'alone');
  assert.equal(codec.extract({ headers: {}, body: Buffer.from('{"instances":[1]}') }).kind, 'alone');
  assert.equal(codec.extract(request(`{"instances":[1],"a":${'['.repeat(200)}${']'.repeat(200)}}`)).kind, 'alone');
});

test('what would take the loop too long to take apart goes alone', () => {
  const rest = (bytes: number): string => `{"instances":[1],"a":"${'x'.repeat(bytes)}"}`;
  assert.equal(codec.extract(request(rest(65_000))).kind, 'items');
  assert.equal(codec.extract(request(rest(66_000))).kind, 'alone');
  const rows = (count: number): string => `{"instances":[${'1,'.repeat(count - 1)}1]}`;
  assert.equal(codec.extract(request(rows(65_536))).kind, 'items');
  assert.equal(codec.extract(request(rows(65_537))).kind, 'alone');
});

test('what is no JSON, or known to be refused, is told so', () => {
  const invalid = (code: string, message: string): object => ({ kind: 'invalid', code, message });
  assert.deepEqual(codec.extract(request('{"instances":[1}')), invalid('INVALID_JSON', "Expected ',' or ']' at byte 15"));
  assert.deepEqual(codec.extract(request('{"instances":1}')), invalid('INVALID_SHAPE', 'Expected "instances" to be a list'));
});

test('each element is an item of cost 1', () => {
  const { items, maxCompany } = itemsOf(codec, request('{"instances":[[1, 2],"ab"]}'));
  assert.deepEqual(
    items.map(({ parts, cost, length }) => [parts.toString(), cost, length]),
    [
      ['[1, 2]', 1, 6],
      ['"ab"', 1, 4],
    ],
  );
  assert.equal(items[0]?.envelope.form, 'list');
  assert.equal(maxCompany, Number.MAX_SAFE_INTEGER);
});

test('a reply that is not one result for each item is a mismatch', () => {
  const { items } = itemsOf(codec, request('{"instances":[1,2]}'));
  const says = (body: string): string => mismatchOf(codec, reply(body), items);
  assert.equal(says('{"predictions":[1]}'), 'expected 2 results, got 1');
  assert.equal(says('{"predictions":[[1,2]]}'), 'expected 2 results, got 1');
  assert.equal(says('{"error":"no"}'), 'expected a list of results at "predictions"');
  assert.equal(says('{"predictions":[1,2],"predictions":[1,2]}'), 'expected a list of results at "predictions"');
  assert.equal(says('{"predictions":{"a":[1,2]}}'), 'expected a list of results at "predictions"');
  assert.equal(says('[1,2]'), 'expected a list of results at "predictions"');
  assert.equal(says('{"predictions":[1,2],"scores":[3,4]}'), 'a second list as long as the results at "scores"');
  assert.match(says('{"predictions":[1,'), /^not JSON: Expected a JSON value at byte 18/);
  assert.match(says('<html>'), /^not JSON/);
  assert.match(says(''), /^not JSON/);
});
