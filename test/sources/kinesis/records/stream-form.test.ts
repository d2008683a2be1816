import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { StreamForm, type StreamFormOptions } from '../../../../src/sources/kinesis/records/stream-form.ts';
import { ProtobufMessage } from '../../../../src/upstreams/embedded/protobuf.ts';
import { aggregate, sealed } from '../../../support/kinesis/aggregate.ts';

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

/** Sub-sequence number, key and data of each entry. */
function entries(form: StreamForm, data: Buffer): unknown[] {
  return form.entriesOf(rawRecord(data)).map((entry) => [entry.subSequenceNumber, entry.partitionKey, entry.data.toString()]);
}

test('a record of an aggregate is a request with a key of its own, numbered as KCL does; so is a packed one', () => {
  const data = aggregate([
    { partitionKey: 'a', data: '1' },
    { partitionKey: 'b', data: gzipSync('2\n3') },
    { partitionKey: 'a', data: '' },
  ]);
  assert.deepEqual(entries(formOf(), data), [
    [0, 'a', '1'],
    [1, 'b', '2\n3'],
    [2, 'a', ''],
  ]);
  const [first] = formOf().entriesOf(rawRecord(data));
  const { sequenceNumber, shardId, arrivedAt } = rawRecord('');
  assert.deepEqual([first?.sequenceNumber, first?.shardId, first?.arrivedAt], [sequenceNumber, shardId, arrivedAt]);
});

test('lines of an aggregate are numbered over all of it', () => {
  const data = aggregate([
    { partitionKey: 'a', data: '1\n2' },
    { partitionKey: 'b', data: '\n' },
    { partitionKey: 'c', data: gzipSync('3\n4\n') },
  ]);
  assert.deepEqual(entries(formOf({ lines: true }), data), [
    [0, 'a', '1'],
    [1, 'a', '2'],
    [2, 'c', '3'],
    [3, 'c', '4'],
  ]);
});

test('an aggregate of nothing has no entries; one that is not whole is a record like any other', () => {
  assert.deepEqual(entries(formOf(), sealed(new ProtobufMessage().text(1, 'key'))), []);
  const cut = aggregate([{ partitionKey: 'a', data: '1' }]).subarray(0, -1);
  assert.deepEqual(entries(formOf(), cut), [[0, 'k', cut.toString()]]);
});

test('what is aggregated and cannot be unpacked is told by itself; all of it together has the room of one record', () => {
  const broken = gzipSync('hello').subarray(0, 12);
  const half = gzipSync(Buffer.alloc(40 * 1024 * 1024));
  const packed = [broken, half, half, Buffer.from('plain'), gzipSync('late')];
  const told = formOf()
    .entriesOf(rawRecord(aggregate(packed.map((data) => ({ partitionKey: 'a', data })))))
    .map(({ data, unreadable }) => [data.length, unreadable?.slice(0, 53)]);
  const cannot = 'The record looks like gzip and cannot be unpacked: it';
  assert.deepEqual(told.slice(1), [
    [40 * 1024 * 1024, undefined],
    [half.length, cannot],
    [5, undefined],
    [gzipSync('late').length, cannot],
  ]);
  assert.match(told[0]?.[1]?.toString() ?? '', /looks like gzip/);
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
