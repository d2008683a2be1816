import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { StreamForm, type StreamFormOptions } from '../../../../src/sources/kinesis/records/stream-form.ts';

function formOf(options: Partial<StreamFormOptions> = {}): StreamForm {
  return new StreamForm({ stream: 's', contentType: 'application/json', lines: false, includeInput: false, ...options });
}

function rawRecord(data: string | Buffer) {
  return { shardId: 'shard', sequenceNumber: '12', partitionKey: 'k', arrivedAt: 5, data: Buffer.from(data) };
}

const texts = (form: StreamForm, data: string | Buffer): string[] =>
  form.entriesOf(rawRecord(data)).map((entry) => entry.data.toString());

function bodyOf(form: StreamForm, data: string): string {
  const [entry] = form.entriesOf(rawRecord(data));
  if (entry === undefined) throw new Error('no entry');
  const made = form.requestOf(entry);
  return 'unreadable' in made ? made.unreadable : made.body.toString();
}

function resultOf(form: StreamForm, data: string, body: string | Buffer): string {
  const [entry] = form.entriesOf(rawRecord(data));
  if (entry === undefined) throw new Error('no entry');
  return form.resultOf(entry, { contentType: undefined, body: Buffer.from(body) }).toString();
}

test('a record is a request, or one a line, packed or not', () => {
  assert.deepEqual(texts(formOf(), '{"a":1}\n{"b":2}'), ['{"a":1}\n{"b":2}']);
  const lines = formOf({ lines: true });
  assert.deepEqual(texts(lines, '{"a":1}\n\n \r\n{"b":2}\r\n'), ['{"a":1}', '{"b":2}\r']);
  assert.deepEqual(texts(lines, gzipSync('1\n2\n3')), ['1', '2', '3']);
  assert.deepEqual(texts(lines, '\n'), []);
  assert.deepEqual(
    lines.entriesOf(rawRecord('1\n2')).map(({ subSequenceNumber, sequenceNumber }) => [sequenceNumber, subSequenceNumber]),
    [
      ['12', 0],
      ['12', 1],
    ],
  );
});

test('what looks like gzip and is none, or would become too large, is told', () => {
  for (const data of [
    gzipSync('hello').subarray(0, 12),
    Buffer.from([0x1f, 0x8b, 1, 2]),
    gzipSync(Buffer.alloc(70 * 1024 * 1024)),
  ]) {
    const [entry] = formOf().entriesOf(rawRecord(data));
    assert.match(entry?.unreadable ?? '', /looks like gzip and cannot be unpacked/);
    assert.deepEqual(entry?.data, data);
  }
});

test('a body is the record itself, or a template with its values, byte for byte', () => {
  assert.equal(bodyOf(formOf(), 'any text'), 'any text');
  const form = formOf({ template: { text_inputs: { $: '/text' }, max_length: 50, more: [{ $: '/a/0/b' }, null, { $: '' }] } });
  const record = '{"a":[{"b":1.0}], "text":"\\u00e9" }';
  assert.equal(bodyOf(form, record), `{"text_inputs":"\\u00e9","max_length":50,"more":[1.0,null,${record}]}`);
  assert.equal(bodyOf(form, '{"a":[]}'), 'The record is not JSON, or has nothing at "/text".');
  assert.equal(bodyOf(form, 'no JSON'), 'The record is not JSON, or has nothing at "/text".');
  assert.equal(bodyOf(formOf({ template: { $: '/a~1b/~0' } }), '{"a/b":{"~":7}}'), '7');
});

test('content type and accept go with every request', () => {
  const form = formOf({ contentType: 'text/csv', accept: 'application/json' });
  const [entry] = form.entriesOf(rawRecord('1,2'));
  assert.deepEqual(entry && form.requestOf(entry), {
    headers: { 'content-type': 'text/csv', accept: 'application/json' },
    body: Buffer.from('1,2'),
  });
});

test('a result is JSON on one line: the answer as it came where it is JSON, as a string where it is not', () => {
  const source = '{"stream":"s","shardId":"shard","sequenceNumber":"12","subSequenceNumber":0,"partitionKey":"k"';
  assert.equal(resultOf(formOf(), '{}', '{"a":1.0,\r\n"b":"\\n"}\n'), `${source},"result":{"a":1.0,  "b":"\\n"} }`);
  assert.equal(resultOf(formOf(), '{}', '0.25\n0.5'), `${source},"result":"0.25\\n0.5"}`);
  assert.equal(resultOf(formOf(), '{}', Buffer.from([0xff, 0x00])), `${source},"result":"/wA=","resultEncoding":"base64"}`);
  const form = formOf({ id: '/id', includeInput: true });
  assert.equal(resultOf(form, '{"id": 1.0 }', '[]'), `${source},"id":1.0,"input":{"id": 1.0 },"result":[]}`);
  assert.equal(resultOf(form, 'x', '[]'), `${source},"input":"x","result":[]}`);
});

test('a pointer that is none is refused when the door is built', () => {
  assert.throws(() => formOf({ template: { $: 'text' } }), /JSON Pointer/);
  assert.throws(() => formOf({ id: 'id' }), /JSON Pointer/);
});
