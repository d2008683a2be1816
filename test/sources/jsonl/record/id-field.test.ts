import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { IdField } from '../../../../src/sources/jsonl/record/id-field.ts';
import { jsonText, KEYS, objectText } from './json-texts.ts';

const put = (name: string, answer: string, record: string): string =>
  new IdField(name).putInto(Buffer.from(answer), Buffer.from(record)).toString();

test('an answer that is no object stands beside the id as its result', () => {
  const record = '{"id": "r1","x":1}';
  assert.equal(put('id', '[1, 2.0]', record), '{"id":"r1","result":[1, 2.0]}');
  assert.equal(put('id', 'null', record), '{"id":"r1","result":null}');
  assert.equal(put('id', 'one\ntwo\n', record), '{"id":"r1","result":"one\\ntwo"}');
  assert.equal(put('id', '', record), '{"id":"r1","result":""}');
});

test('the id of an answer gives way to that of the record', () => {
  assert.equal(put('id', '{"y":1, "id":"other", "z":2}', '{"id":7}'), '{"id":7,"y":1, "z":2}');
  assert.equal(put('id', '{"id":"other"}', '{"id":7}'), '{"id":7}');
});

test('an object that holds nothing but space gets no comma, however much space that is', () => {
  assert.equal(put('id', `{${' '.repeat(100)}}`, '{"id":7}'), '{"id":7}');
});

test('an id with line ends between its tokens is on one line', () => {
  assert.equal(put('id', '{}', '{"id":[1,\n2]}'), '{"id":[1,2]}');
});

test('names are found however they are spelled, the last of several', () => {
  const id = new IdField('é');
  assert.equal(id.of(Buffer.from('{"é":1,"\\u00e9":2}'))?.toString(), '2');
  assert.equal(id.takeFrom(Buffer.from('{"é":1,"a":0,"\\u00e9":2}'))?.toString(), '{"a":0}');
  assert.equal(put("it's", '{}', `{"it's":1}`), `{"it's":1}`);
});

test('for any record and answer: the model sees all but the id, the output is the answer and begins with the id', () => {
  fc.assert(
    fc.property(fc.constantFrom(...KEYS), objectText, jsonText, (name, record, answer) => {
      const id = new IdField(name);
      const parsed = withoutKey(JSON.parse(record), name);
      const sent = id.takeFrom(Buffer.from(record));
      assert.deepEqual(entriesOf(JSON.parse(String(sent))), entriesOf(parsed));
      const value = id.of(Buffer.from(record));
      if (value === undefined) return;
      const output = put(name, answer, record);
      const result = JSON.parse(answer) as unknown;
      const isObject = typeof result === 'object' && result !== null && !Array.isArray(result);
      const rest = isObject ? withoutKey(result, name) : { result };
      const [first, ...others] = entriesOf(JSON.parse(output));
      assert.deepEqual(first, [name, JSON.parse(value.toString())]);
      assert.deepEqual(
        others,
        entriesOf(rest).filter(([key]) => key !== name),
      );
    }),
  );
});

function entriesOf(value: unknown): (readonly [string, unknown])[] {
  return Object.entries(value as object);
}

function withoutKey(value: unknown, name: string): unknown {
  return Object.fromEntries(entriesOf(value).filter(([key]) => key !== name));
}
