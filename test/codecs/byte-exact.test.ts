import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCodec } from '../../src/codecs/index.ts';
import { batched, itemsOf, request } from './messages.ts';

test('numbers, escapes, white space and the order of keys reach the model as they were written', () => {
  const codec = createCodec('kserve-v1');
  const elements = [
    '1.0',
    '1e-05',
    '12345678901234567890',
    '-0.0',
    '"\\u00e9"',
    '"é"',
    'NaN',
    '{ "2": 1,\n "1" : [-Infinity ] }',
  ];
  const body = `{"b" : 1.0, "instances": [ ${elements.join(' ,\n')} ], "a":NaN}\n`;
  const { sent } = batched(codec, [body, body], `{"predictions":[${'1,'.repeat(15)}1]}`);
  assert.equal(sent, `{"b" : 1.0, "instances": [${[...elements, ...elements].join(',')}], "a":NaN}\n`);
});

test('an answer reaches its caller as the model wrote it, with what stood around it', () => {
  const answer =
    '{"model_name": "m", "predictions": [ {"2": 1.0,\n "1": "\\u00e9"} , NaN, 1e-05, -0.0, 12345678901234567890 ], "v": 1.0}\n';
  const bodies = ['{"instances":[1]}', '{"instances":[2, 3]}', '{"instances":[4,5]}'];
  assert.deepEqual(batched(createCodec('kserve-v1'), bodies, answer).answers, [
    '{"model_name": "m", "predictions": [ {"2": 1.0,\n "1": "\\u00e9"} ], "v": 1.0}\n',
    '{"model_name": "m", "predictions": [ NaN , 1e-05 ], "v": 1.0}\n',
    '{"model_name": "m", "predictions": [ -0.0 , 12345678901234567890 ], "v": 1.0}\n',
  ]);
});

test('a key that stands twice, at the top or deeper, makes a request go alone; inside an item it is the model that says', () => {
  const codec = createCodec('kserve-v1');
  for (const body of [
    '{"instances":[1],"a":1,"a":2}',
    '{"instances":[1],"instances":[2]}',
    '{"instances":[1],"inst\\u0061nces":[2]}',
    '{"instances":[1],"a":[{"b":{"c":1,"\\u0063":1}}]}',
  ]) {
    assert.equal(codec.extract(request(body)).kind, 'alone', body);
  }
  assert.equal(itemsOf(codec, request('{"instances":[{"a":1,"a":2}]}')).items[0]?.slice.toString(), '{"a":1,"a":2}');
});

test('headers and status are those of the first request and of the reply', () => {
  const codec = createCodec('kserve-v1');
  const first = {
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-a': '1' },
    body: Buffer.from('{"instances":[1]}'),
  };
  const items = [first, request('{"instances":[2]}')].flatMap((message) => itemsOf(codec, message).items);
  assert.equal(codec.join(items).headers, first.headers);
  const headers = { 'content-type': 'text/plain' };
  const results = codec.split({ status: 201, headers, body: Buffer.from('{"predictions":[1,2]}') }, items);
  assert.ok(!('mismatch' in results));
  const { status, headers: answered } = codec.assemble(results.slice(1), items.slice(1));
  assert.deepEqual({ status, answered }, { status: 201, answered: headers });
});

test('an envelope keeps its bytes when the body it came from is written over', () => {
  const codec = createCodec('kserve-v1');
  const body = Buffer.from('{"instances":[1],"a":1}');
  const fresh = { headers: { 'content-type': 'application/json' }, body };
  codec.extract(fresh);
  body.fill(0x20);
  const { items } = itemsOf(codec, request('{"instances":[7],"a":1}'));
  assert.equal(codec.join(items).body.toString(), '{"instances":[7],"a":1}');
});
