import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCodec } from '../../../src/codecs/index.ts';
import { batched, itemsOf, request } from '../messages.ts';

const codec = (more: object) => createCodec({ name: 'json', items: '/items', results: '/results', ...more });

test('ignored members are left out wherever they stand, alone, side by side, first, last and in other objects', () => {
  const ignoring = codec({ ignored: ['/a', '/b', '/meta/id', '/meta/at'] });
  const rest = (body: string): string => {
    const { items } = itemsOf(ignoring, request(body));
    return ignoring.join([...items, ...items]).body.toString();
  };
  assert.equal(rest('{"items":[1],"a":1,"b":2}'), '{"items":[1,1]}');
  assert.equal(rest('{"a":1,"b":2,"items":[1]}'), '{"items":[1,1]}');
  assert.equal(rest('{"a":1,"items":[1],"b":2,"k":3}'), '{"items":[1,1],"k":3}');
  assert.equal(rest('{"items":[1],"meta":{"id":1,"k":2,"at":3}}'), '{"items":[1,1],"meta":{"k":2}}');
  assert.equal(rest('{"meta":{"id":1,"at":3},"items":[1]}'), '{"meta":{},"items":[1,1]}');
  const keys = ['{"items":[1],"meta":{"id":1}}', '{"items":[1],"b":7,"meta":{"id":2}}'].map(
    (body) => itemsOf(ignoring, request(body)).key,
  );
  assert.equal(new Set(keys).size, 1);
});

test('a number of items is stated where it is wanted, in objects that are missing too', () => {
  const stating = codec({ batchSize: '/options/size' });
  const sent = (beside: string): string =>
    batched(stating, [`{"items":[1]${beside}}`, `{"items":[2]${beside}}`], '{"results":[1,2]}').sent;
  assert.equal(sent(''), '{"items":[1,2],"options":{"size":2}}');
  assert.equal(sent(',"options":{}'), '{"items":[1,2],"options":{"size":2}}');
  assert.equal(sent(',"options":{"size":9,"k":1}'), '{"items":[1,2],"options":{"size":2,"k":1}}');
  assert.equal(stating.extract(request('{"items":[1],"options":7}')).kind, 'alone');
});

test('what callers may write, and how one item is answered', () => {
  const reply = '{"results":[10,20,30]}';
  const bare = codec({ accepts: 'both', answersOne: 'bare' });
  assert.deepEqual(batched(bare, ['{"items":1}', '{"items":[2,3]}'], reply).answers, ['{"results":10}', '{"results":[20,30]}']);
  const listed = codec({ accepts: 'one' });
  assert.deepEqual(batched(listed, ['{"items":[1]}', '{"items":[2]}', '{"items":{}}'], reply), {
    sent: '{"items":[[1],[2],{}]}',
    answers: ['{"results":[10]}', '{"results":[20]}', '{"results":[30]}'],
  });
  assert.equal(codec({}).extract(request('{"items":1}')).kind, 'alone');
});

test('an object with more members than any contract has goes alone', () => {
  const wide = (count: number): string =>
    `{"items":[1]${Array.from({ length: count }, (_, index) => `,"k${index}":0`).join('')}}`;
  assert.equal(codec({}).extract(request(wide(4000))).kind, 'items');
  assert.equal(codec({}).extract(request(wide(5000))).kind, 'alone');
});
