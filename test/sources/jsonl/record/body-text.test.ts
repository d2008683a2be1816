import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BodyText } from '../../../../src/sources/jsonl/record/body-text.ts';
import { DataProcessing } from '../../../../src/sources/jsonl/record/data-processing.ts';
import { TextForm } from '../../../../src/sources/jsonl/text-form.ts';

function filled(pointer: string, record: string): string | { readonly unreadable: string } {
  const body = new BodyText(pointer).fill(Buffer.from(record));
  return Buffer.isBuffer(body) ? body.toString() : body;
}

test('the text at the pointer is the body, without the quotes and escapes of JSON', () => {
  assert.equal(filled('/text', '{"id":1,"text":"Quite good."}'), 'Quite good.');
  assert.equal(filled('/text', String.raw`{"text":"a \"b\"\n\t\u00e9 \ud83d\ude00 \\"}`), 'a "b"\n\té 😀 \\');
  assert.equal(filled('', ' "the record itself" '), 'the record itself');
  assert.equal(filled('/turns/1/said', '{"turns":[{"said":"no"},{"said":"yes"}]}'), 'yes');
  assert.equal(filled('/text', '{"text":""}'), '');
});

test('a record without a text there says so, whatever else it is', () => {
  for (const record of ['{"id":1}', '{"text":7}', '{"text":null}', '{"text":["a"]}', '{"text":"a"', 'plain text']) {
    assert.deepEqual(filled('/text', record), { unreadable: 'The record is not JSON, or has no text at "/text".' }, record);
  }
});

test('what is no JSON Pointer is refused', () => {
  assert.throws(() => new BodyText('text'), /Expected a JSON Pointer/);
});

test('with an id the answer is joined to it, as for bodies of JSON', () => {
  const form = new TextForm({
    headers: { 'content-type': 'application/x-text' },
    processing: new DataProcessing({ format: 'json' }),
    template: new BodyText('/text'),
    id: 'id',
    isLines: true,
  });
  const record = Buffer.from('{"id":"s-1","text":"Quite good.","note":1}');
  const asked = form.askedOf(record);
  assert.equal('unreadable' in asked ? asked.unreadable : asked.body.toString(), 'Quite good.');
  const answers = ['{"label":"positive"}', '[0.25, 0.75]', 'positive\n'].map((body) => {
    const output = form.outputOf(record, { contentType: undefined, body: Buffer.from(body) });
    return Buffer.isBuffer(output) ? output.toString() : output;
  });
  assert.deepEqual(answers, [
    '{"id":"s-1","label":"positive"}',
    '{"id":"s-1","result":[0.25, 0.75]}',
    '{"id":"s-1","result":"positive"}',
  ]);
});
