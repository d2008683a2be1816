import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { joinCsv, joinJson } from '../../../../src/sources/jsonl/record/join-source.ts';
import { jsonText } from './json-texts.ts';

function joined(input: string, output: string): string | undefined {
  return joinJson(Buffer.from(input), Buffer.from(output))?.toString();
}

test('an object gets the output as its member SageMakerOutput', () => {
  assert.equal(joined('{"key":1}', '{"label":1}'), '{"key":1,"SageMakerOutput":{"label":1}}');
  assert.equal(joined('{ "x": 1.0}', ' [1e-05, NaN]\n'), '{ "x": 1.0,"SageMakerOutput":[1e-05, NaN]}');
  assert.equal(joined('{}', '0.50'), '{"SageMakerOutput":0.50}');
});

test('a member SageMakerOutput of the input is replaced, as the name is reserved', () => {
  assert.equal(joined('{"SageMakerOutput":"old","id":1}', '2'), '{"SageMakerOutput":2,"id":1}');
});

test('of another value the joined result is an object of input and output', () => {
  assert.equal(joined(' [1.0, 2] ', '{"label":1}'), '{"SageMakerInput":[1.0, 2],"SageMakerOutput":{"label":1}}');
  assert.equal(joined('"é"', 'null'), '{"SageMakerInput":"é","SageMakerOutput":null}');
});

test('an output that is not JSON becomes a string', () => {
  assert.equal(joined('{}', '0.1,0.9\n'), '{"SageMakerOutput":"0.1,0.9"}');
  assert.equal(joined('{}', 'a "b"\nc\r\n'), '{"SageMakerOutput":"a \\"b\\"\\nc"}');
  assert.equal(joined('{}', ''), '{"SageMakerOutput":""}');
});

test('an output of several lines is put on one', () => {
  assert.equal(joined('{}', '{\r\n  "a": "x\\n",\n  "b": 1.0\n}\n'), '{"SageMakerOutput":{  "a": "x\\n",  "b": 1.0}}');
});

test('an input that is not JSON is not joined', () => {
  for (const input of ['', 'a,b', '{"a":1} 2']) assert.equal(joined(input, '1'), undefined, input);
});

test('input and output are in the joined result as they were, on one line', () => {
  fc.assert(
    fc.property(jsonText, jsonText, (input, output) => {
      const result = joined(input, output) ?? assert.fail('JSON is joined');
      const parsed = JSON.parse(result) as Record<string, unknown>;
      const value = JSON.parse(input) as unknown;
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      const expected = isObject ? { ...value } : { SageMakerInput: value };
      assert.deepEqual(parsed, Object.fromEntries([...Object.entries(expected), ['SageMakerOutput', JSON.parse(output)]]));
      assert.ok(isObject || result.includes(input), 'the input as it was');
      assert.ok(result.endsWith(`${output.replaceAll('\n', '')}}`), 'the output as it was');
    }),
    { numRuns: 500 },
  );
});

test('columns of the output come behind those of the input', () => {
  const join = (input: string, output: string): string | undefined =>
    joinCsv(Buffer.from(input), Buffer.from(output))?.toString();
  assert.equal(join('1,2,3', '1\n'), '1,2,3,1');
  assert.equal(join('"a, b", 1.0', '0.90,"x"\r\n'), '"a, b", 1.0,0.90,"x"');
  assert.equal(join('1', ''), '1,');
  for (const output of ['1\n2', '1\n2\n', '1\n\n', '"a\nb"', '1\r2']) assert.equal(join('1', output), undefined, output);
});
