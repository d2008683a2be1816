import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParseError } from '../../../../src/kernel/text-cursor.ts';
import { DataProcessing, type DataProcessingOptions } from '../../../../src/sources/jsonl/record/data-processing.ts';

/** What goes to the model, and what is written. */
function processed(options: DataProcessingOptions, record: string, output: string): readonly unknown[] {
  const processing = new DataProcessing(options);
  const input = Buffer.from(record);
  return [processing.toModel(input), processing.toFile(input, Buffer.from(output))].map((text) =>
    Buffer.isBuffer(text) ? text.toString() : text,
  );
}

test("AWS's examples: the model does not see the id, the result has it", () => {
  const json = {
    format: 'json',
    inputFilter: '$.features',
    joinSource: 'Input',
    outputFilter: "$['id','SageMakerOutput']",
  } as const;
  assert.deepEqual(processed(json, '{"id":1.0,"features":[1, 2],"x":3}', '{"label":1}\n'), [
    '[1, 2]',
    '{"id":1.0,"SageMakerOutput":{"label":1}}',
  ]);
  const csv = { format: 'csv', inputFilter: '$[1:]', joinSource: 'Input', outputFilter: '$[0,-1]' } as const;
  assert.deepEqual(processed(csv, 'id-1,1.0,"2,5"', '0.90\n'), ['1.0,"2,5"', 'id-1,0.90']);
});

test('by default the record goes to the model as it is, and the output alone is written', () => {
  assert.deepEqual(processed({ format: 'json' }, 'not JSON ', ' {"a":\n1.0}\n'), ['not JSON ', '{"a":1.0}']);
  assert.deepEqual(processed({ format: 'json' }, '{}', 'text\r\n'), ['{}', 'text']);
  assert.deepEqual(processed({ format: 'csv' }, '1,2', '0.5,1\n'), ['1,2', '0.5,1']);
});

test('without a join the output filter selects of the output', () => {
  assert.deepEqual(processed({ format: 'json', outputFilter: '$.label' }, '{"label":0}', '{"label":1.0}'), [
    '{"label":0}',
    '1.0',
  ]);
});

test('what cannot be processed is said with its reason', () => {
  const unreadable = (reason: string): object => ({ unreadable: reason });
  assert.deepEqual(processed({ format: 'json', inputFilter: '$.a', joinSource: 'Input' }, 'text', '1'), [
    unreadable('The record is not JSON, or has nothing at "$.a".'),
    unreadable('The record is not JSON.'),
  ]);
  assert.deepEqual(processed({ format: 'json', joinSource: 'Input', outputFilter: '$.b' }, '{"a":1}', '1'), [
    '{"a":1}',
    unreadable('The joined result is not JSON, or has nothing at "$.b".'),
  ]);
  assert.deepEqual(processed({ format: 'csv', joinSource: 'Input' }, '1', '1\n2\n'), [
    '1',
    unreadable('The output is not one CSV row.'),
  ]);
  assert.deepEqual(processed({ format: 'csv', outputFilter: '$[3]' }, '1', '1'), [
    '1',
    unreadable('The output is not one CSV row, or has nothing at "$[3]".'),
  ]);
});

test('filters are read once, when they are given', () => {
  assert.throws(() => new DataProcessing({ format: 'json', inputFilter: 'a' }), ParseError);
  assert.throws(() => new DataProcessing({ format: 'csv', outputFilter: '$.a' }), ParseError);
});
