import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DataProcessing } from '../../../src/sources/jsonl/record/data-processing.ts';
import { GENERATION, HyperParams } from '../../../src/sources/jsonl/record/hyper-params.ts';
import { TextForm, type TextFormOptions } from '../../../src/sources/jsonl/text-form.ts';
import { BodyTemplate } from '../../../src/sources/pulled/body-template.ts';

const HEADERS = { 'content-type': 'application/json' };
const JSON_RECORDS = new DataProcessing({ format: 'json' });

/** What is asked for a record, and what is written for it and an answer; or why not. */
function through(options: Partial<TextFormOptions>, record: string, answer: string): readonly unknown[] {
  const form = new TextForm({ headers: HEADERS, processing: JSON_RECORDS, isLines: true, ...options });
  const line = Buffer.from(record);
  const asked = form.askedOf(line);
  const output = form.outputOf(line, { contentType: undefined, body: Buffer.from(answer) });
  return [
    'body' in asked ? asked.body.toString() : asked.unreadable,
    Buffer.isBuffer(output) ? output.toString() : output.unreadable,
  ];
}

test('a record goes as it is, and its answer is one line', () => {
  assert.deepEqual(through({}, '{"a": 1.0}', '{"b":\n 2.0}\n'), ['{"a": 1.0}', '{"b": 2.0}']);
  assert.deepEqual(through({}, '1', 'plain text\r\n'), ['1', 'plain text']);
  assert.deepEqual(through({}, '1', ''), ['1', '']);
});

test('text of several lines becomes a JSON string, or stays as it is where answers are no lines', () => {
  assert.deepEqual(through({}, '1', 'one\ntwo\n'), ['1', '"one\\ntwo"']);
  assert.deepEqual(through({}, '1', 'one\rtwo'), ['1', '"one\\rtwo"']);
  assert.deepEqual(through({ isLines: false }, '1', 'one\ntwo'), ['1', 'one\ntwo']);
  const csv = new DataProcessing({ format: 'csv' });
  assert.deepEqual(through({ processing: csv }, '1', '"a\nb",2\n'), ['1', '"\\"a\\nb\\",2"']);
});

test('a record of several lines that is joined stays JSON, on one line', () => {
  const processing = new DataProcessing({ format: 'json', joinSource: 'Input' });
  assert.deepEqual(through({ processing }, '{\n  "a": "x\\ny"\n}', '7'), [
    '{\n  "a": "x\\ny"\n}',
    '{  "a": "x\\ny","SageMakerOutput":7}',
  ]);
});

test('the model does not see the id, which is first in what is written, byte for byte', () => {
  assert.deepEqual(through({ id: 'id' }, '{"x":1,"id":12345678901234567890.0}', '{"y":2}'), [
    '{"x":1}',
    '{"id":12345678901234567890.0,"y":2}',
  ]);
  assert.deepEqual(through({ id: 'id' }, '{"id":"a"}', '{}'), ['{}', '{"id":"a"}']);
});

test('a record without the id, or that is no object, is told so', () => {
  const missing = 'The record is not a JSON object, or has no member "id".';
  for (const record of ['{"x":1}', '[1]', 'text']) assert.equal(through({ id: 'id' }, record, '1')[0], missing);
});

test('the id is that of the record, whatever the filter leaves of it', () => {
  const processing = new DataProcessing({ format: 'json', inputFilter: '$.x', joinSource: 'Input' });
  assert.deepEqual(through({ id: 'id', processing }, '{"id":7,"x":{"id":8,"a":1}}', '9'), [
    '{"a":1}',
    '{"id":7,"x":{"id":8,"a":1},"SageMakerOutput":9}',
  ]);
});

test('a template takes the place of the body, hyper-parameters go into it, a preamble before it', () => {
  const template = new BodyTemplate({ inputs: { $: '/text' } });
  const hyperParams = new HyperParams("{'temperature': 0.5, 'do_sample': True}", GENERATION);
  assert.deepEqual(through({ template, hyperParams }, '{"text":"é"}', '1'), [
    '{"inputs":"é","do_sample":true,"temperature":0.5}',
    '1',
  ]);
  assert.equal(through({ hyperParams }, '[1]', '1')[0], 'Hyper-parameters can only be added to a JSON object.');
  assert.equal(through({ template }, '{}', '1')[0], 'The record is not JSON, or has nothing at "/text".');
  assert.equal(through({ preamble: Buffer.from('a,b\n') }, '1,2', '1')[0], 'a,b\n1,2');
});
