import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failedLine, lineNumberIn, reasonIn } from '../../../src/sources/jsonl/failed-line.ts';

const FAILURE = { code: 'MODEL_REFUSED', message: 'a "quoted"\nword', originalStatusCode: 400, attempts: 2 };

test('a failed line is told with its number, its reason, and what it was', () => {
  const line = failedLine(12, FAILURE, Buffer.from('{"é":1}'));
  assert.equal(
    line.toString(),
    '{"line":12,"error":{"code":"MODEL_REFUSED","message":"a \\"quoted\\"\\nword","originalStatusCode":400},"attempts":2,"data":"{\\"é\\":1}"}',
  );
  assert.equal(lineNumberIn(line), 12);
});

test('what is not UTF-8 is there as base64, what was too long to be held is not there', () => {
  const { originalStatusCode: _, ...failure } = FAILURE;
  const odd = JSON.parse(failedLine(1, failure, Buffer.from([0x22, 0xff, 0x22])).toString());
  assert.deepEqual([odd.data, odd.dataEncoding, 'originalStatusCode' in odd.error], ['Iv8i', 'base64', false]);
  assert.deepEqual(Object.keys(JSON.parse(failedLine(1, failure).toString())), ['line', 'error', 'attempts']);
});

test('a line that is none of the errors file has no number', () => {
  for (const text of ['', '{"line":', '{"line":12', '{"lines":1,', ' {"line":1,', '{"line":"1",'])
    assert.equal(lineNumberIn(Buffer.from(text)), undefined, text);
});

test('the reason is read from it, and stands on one line', () => {
  assert.equal(reasonIn(failedLine(3, FAILURE, Buffer.from('{}'))), 'MODEL_REFUSED: a "quoted" word');
});
