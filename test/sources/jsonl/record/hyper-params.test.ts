import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParseError } from '../../../../src/kernel/text-cursor.ts';
import { HyperParams } from '../../../../src/sources/jsonl/record/hyper-params.ts';

function added(text: string, record: string, known?: readonly string[]): string | undefined {
  return new HyperParams(text, known).addTo(Buffer.from(record))?.toString();
}

test('hyper-parameters take the place of those of a record, and the rest stays as it is written', () => {
  const record = '{"id": 1.0, "text_inputs":"\\u00e9", "max_length": 100, "temperature": 0.95}';
  assert.equal(
    added("{'max_length': 30, 'top_p': 0.90, 'do_sample': True}", record),
    '{"id": 1.0, "text_inputs":"\\u00e9", "max_length": 30, "temperature": 0.95,"top_p":0.90,"do_sample":true}',
  );
});

test('what is known to be a hyper-parameter counts for nothing in a record, also where it is not set', () => {
  const record = '{"max_length":100,"temperature":0.95,"text_inputs":"a"}';
  assert.equal(added('{"max_length":30}', record, ['temperature', 'max_length']), '{"max_length":30,"text_inputs":"a"}');
  assert.equal(added('{}', record, ['temperature', 'max_length']), '{"text_inputs":"a"}');
});

test('of a hyper-parameter that is there twice, the last counts', () => {
  assert.equal(added("{'a': 1, 'a': 2}", '{}'), '{"a":2}');
});

test('a record that is not an object gets none', () => {
  for (const record of ['"text"', '[{}]', '{"a":']) assert.equal(added('{"a":1}', record), undefined, record);
});

test('hyper-parameters are an object or a dict', () => {
  assert.throws(() => new HyperParams("['a']"), {
    name: 'ParseError',
    message: 'Expected an object, or a dict at column 1, found "[\\"a\\"]".',
  });
  assert.throws(() => new HyperParams('7'), ParseError);
  assert.throws(() => new HyperParams("{'a': }"), ParseError);
});
