import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { subRecordsOf } from '../../../../src/sources/kinesis/records/aggregate.ts';
import { ProtobufMessage } from '../../../../src/upstreams/embedded/protobuf.ts';
import { aggregate, sealed } from '../../../support/kinesis/aggregate.ts';
import { FIXTURES } from './aggregates.fixture.ts';

const message = (): ProtobufMessage => new ProtobufMessage();
const record = (keyIndex: number, data = 'data'): ProtobufMessage => message().int(1, keyIndex).bytes(3, Buffer.from(data));

/** Key and data of what comes out, as text. */
const contents = (data: Buffer): unknown => subRecordsOf(data)?.map((each) => [each.partitionKey, each.data.toString()]);

/** The bytes of an aggregate that hold the message. */
const body = (data: Buffer): Buffer => data.subarray(4, -16);

for (const { what, records, aggregate: base64 } of FIXTURES) {
  const bytes = Buffer.from(base64, 'base64');

  test(`an aggregate of aws-kinesis-agg gives its records back: ${what}`, () => {
    assert.deepEqual(
      subRecordsOf(bytes),
      records.map(({ partitionKey, data }) => ({ partitionKey, data })),
    );
  });

  test(`the encoder of these tests writes it the same: ${what}`, () => {
    assert.deepEqual(aggregate(records), bytes);
  });
}

test('what is packed comes out, in order, each with its key, without a copy', () => {
  const packed = fc.record(
    {
      partitionKey: fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
      data: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      explicitHashKey: fc.bigInt(0n, 2n ** 128n - 1n).map(String),
    },
    { requiredKeys: ['partitionKey', 'data'] },
  );
  fc.assert(
    fc.property(fc.array(packed, { minLength: 1, maxLength: 300 }), (records) => {
      const bytes = aggregate(records);
      const parsed = subRecordsOf(bytes);
      assert.deepEqual(
        parsed,
        records.map(({ partitionKey, data }) => ({ partitionKey, data })),
      );
      assert.ok(
        parsed.every(({ data }) => data.buffer === bytes.buffer),
        'copied',
      );
    }),
    { numRuns: 300 },
  );
});

test('a record with any bit turned, or cut anywhere, is a plain one', () => {
  const bytes = aggregate([
    { partitionKey: 'a', data: '1', explicitHashKey: '5' },
    { partitionKey: 'b', data: '{"n":2}' },
  ]);
  assert.equal(subRecordsOf(bytes)?.length, 2);
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const turned = Buffer.from(bytes);
    turned.writeUInt8((turned[bit >> 3] ?? 0) ^ (1 << (bit & 7)), bit >> 3);
    assert.equal(subRecordsOf(turned), undefined, `bit ${bit}`);
  }
  for (let length = 0; length < bytes.length; length += 1) {
    assert.equal(subRecordsOf(bytes.subarray(0, length)), undefined, `${length} bytes`);
    assert.equal(subRecordsOf(bytes.subarray(length + 1)), undefined, `without the first ${length + 1}`);
  }
});

test('whatever message has a true digest, reading it never throws, and every record is a part of it', () => {
  const whole = body(aggregate(Array.from({ length: 20 }, (_, n) => ({ partitionKey: `k${n % 7}`, data: `${n}` }))));
  const turned = fc
    .array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    .map((changes) => changes.reduce((bytes, [at, byte]) => Buffer.from(bytes.with(at, byte)), whole));
  const cut = fc.nat(whole.length).map((length) => whole.subarray(0, length));
  // Bytes that mean something to the format, so that it is got into.
  const meaning = fc.constantFrom(0x08, 0x0a, 0x10, 0x12, 0x1a, 0x22, 0x00, 0x01, 0x02, 0x04, 0x80, 0xff);
  const made = fc.array(fc.oneof(meaning, fc.nat(255)), { maxLength: 60 }).map((bytes) => Buffer.from(bytes));
  let aggregates = 0;
  let plain = 0;
  fc.assert(
    fc.property(fc.oneof(turned, cut, made), (bytes) => {
      const records = subRecordsOf(sealed(bytes));
      if (records === undefined) plain += 1;
      else aggregates += 1;
      const size = records?.reduce((sum, { data }) => sum + data.length, 0) ?? 0;
      assert.ok(size <= bytes.length, `${size} bytes of ${bytes.length}`);
    }),
    { numRuns: 20_000 },
  );
  assert.ok(aggregates > 1000 && plain > 1000, `${aggregates} aggregates, ${plain} plain`);
});

test('no bytes behind the magic number make it throw', () => {
  const magic = Buffer.from('f3899ac2', 'hex');
  const looksLike = fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.concat([magic, bytes]));
  fc.assert(
    fc.property(looksLike, (bytes) => subRecordsOf(bytes) === undefined),
    { numRuns: 5000 },
  );
});

const KEYED = message().text(1, 'key');

test('fields that are not known are passed, tags too; fields may come in any order', () => {
  const unknown = message()
    .int(9, 2 ** 40)
    .float(10, 1)
    .text(11, 'more')
    .bytes(1000, Buffer.alloc(300));
  const fixed64 = Buffer.from([(12 << 3) | 1, 1, 2, 3, 4, 5, 6, 7, 8]);
  const tagged = record(0).message(4, message().text(1, 'tag').text(2, 'value'));
  const later = Buffer.concat([message().message(3, tagged).encode(), fixed64, unknown.encode(), KEYED.encode()]);
  assert.deepEqual(contents(sealed(later)), [['key', 'data']]);
});

test('of a field that is there twice the last counts; a field of another wire type is not that field', () => {
  const twice = message().int(1, 7).bytes(3, Buffer.from('a')).int(1, 0).float(1, 3).int(3, 5).bytes(3, Buffer.from('b'));
  assert.deepEqual(contents(sealed(message().text(1, 'key').int(3, 1).int(1, 1).message(3, twice))), [['key', 'b']]);
});

test('a key is what Kinesis would take for one: the first 256 characters, and none for an empty one', () => {
  const long = '🔑'.repeat(300);
  const packed = aggregate([long, 'k'.repeat(256), ''].map((partitionKey) => ({ partitionKey, data: '' })));
  assert.deepEqual(
    subRecordsOf(packed)?.map(({ partitionKey }) => partitionKey),
    ['🔑'.repeat(256), 'k'.repeat(256), undefined],
  );
});

test('an aggregate of no records holds none; one without a message is none', () => {
  assert.deepEqual(subRecordsOf(sealed(KEYED)), []);
  assert.equal(subRecordsOf(sealed(message())), undefined);
});

const key = KEYED.encode();
const withKey = (...bytes: readonly number[]): Buffer => Buffer.concat([key, Buffer.from(bytes)]);
/** So many bytes of a varint that goes on. */
const goesOn = (count: number): readonly number[] => Array.from({ length: count }, () => 0xff);

const PLAIN: readonly (readonly [what: string, message: ProtobufMessage | Buffer])[] = [
  ['no keys', message().message(3, record(0))],
  ['a partition key index one beyond the table', message().text(1, 'key').message(3, record(1))],
  ['a partition key index of 64 bits', message().text(1, 'key').message(3, record(-1))],
  ['one such record among others', message().text(1, 'key').message(3, record(0)).message(3, record(9)).message(3, record(0))],
  ['a hash key index without hash keys', message().text(1, 'key').message(3, record(0).int(2, 0))],
  ['a hash key index one beyond the table', message().text(1, 'key').text(2, '5').message(3, record(0).int(2, 1))],
  ['a record without data', message().text(1, 'key').message(3, message().int(1, 0))],
  [
    'a record without a key index',
    message()
      .text(1, 'key')
      .message(3, message().bytes(3, Buffer.from('x'))),
  ],
  ['an empty record', message().text(1, 'key').message(3, message())],
  ['field number 0', withKey(0x02, 0x00)],
  ['a tag of more than 32 bits', withKey(0x80, 0x80, 0x80, 0x80, 0x10, 0x00)],
  ['wire type 6', withKey(0x4e)],
  ['wire type 7', withKey(0x4f)],
  ['a group', withKey(0x4b, 0x4c)],
  ['the end of a group', withKey(0x4c)],
  ['a varint of eleven bytes', withKey(0x48, ...goesOn(10), 0x01)],
  ['a cut varint', withKey(0x48, 0x80)],
  ['a cut tag', withKey(0x80)],
  ['a length beyond the end', withKey(0x4a, 0x02, 0x00)],
  ['a length beyond all', withKey(0x4a, ...goesOn(9), 0x01)],
  ['four of eight bytes', withKey(0x49, 1, 2, 3, 4)],
  ['three of four bytes', withKey(0x4d, 1, 2, 3)],
  ['data that reaches over the end of its record', withKey(0x1a, 4, 0x08, 0, 0x1a, 2, 0x48, 0x00)],
];

for (const [what, bytes] of PLAIN) {
  test(`a plain record, though its digest is true: ${what}`, () => {
    assert.equal(subRecordsOf(sealed(bytes)), undefined);
  });
}

test('what these plain records are made of is no plain record by itself', () => {
  assert.deepEqual(contents(sealed(withKey(0x1a, 4, 0x08, 0, 0x1a, 0, 0x48, 0x00))), [['key', '']]);
  assert.deepEqual(contents(sealed(withKey(0x48, ...goesOn(9), 0x01))), []);
});
