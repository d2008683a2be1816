import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { subRecordsOf } from '../../../../src/sources/kinesis/records/aggregate.ts';
import { StreamForm } from '../../../../src/sources/kinesis/records/stream-form.ts';
import { ProtobufMessage } from '../../../../src/upstreams/embedded/protobuf.ts';
import { aggregate, sealed } from '../../../support/kinesis/aggregate.ts';

interface Fixture {
  readonly what: string;
  readonly aggregate: string;
  readonly records: readonly { readonly partitionKey: string; readonly data: string }[];
}

const { cases } = JSON.parse(readFileSync(new URL('./aggregates.json', import.meta.url), 'utf8')) as {
  cases: readonly Fixture[];
};

for (const { what, aggregate: packed, records } of cases) {
  test(`as a producer's own library packs them: ${what}`, () => {
    const found = subRecordsOf(Buffer.from(packed, 'base64'));
    assert.deepEqual(
      found?.map(({ partitionKey, data }) => ({ partitionKey, data: data.toString('base64') })),
      records.map(({ partitionKey, data }) => ({ partitionKey, data })),
    );
  });
}

const RECORDS = fc.array(
  fc.record({
    partitionKey: fc.string({ minLength: 1, maxLength: 20 }),
    data: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    explicitHashKey: fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map(String),
  }),
  { minLength: 1, maxLength: 40 },
);

test('whatever is packed is unpacked, in order, byte for byte', () => {
  fc.assert(
    fc.property(RECORDS, (records) => {
      assert.deepEqual(
        subRecordsOf(aggregate(records)),
        records.map(({ partitionKey, data }) => ({ partitionKey, data })),
      );
    }),
  );
});

test('a record that is cut short, or has another bit anywhere, is a record like any other', () => {
  fc.assert(
    fc.property(RECORDS, fc.nat(), fc.nat({ max: 7 }), (records, where, bit) => {
      const whole = aggregate(records);
      const at = where % whole.length;
      assert.equal(subRecordsOf(whole.subarray(0, at)), undefined);
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
      assert.equal(subRecordsOf(flipped), undefined);
    }),
  );
});

test('any message under a right digest is read or left alone, and never throws', () => {
  fc.assert(
    fc.property(
      RECORDS,
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 }),
      (records, changes) => {
        const message = Buffer.from(aggregate(records).subarray(4, -16));
        for (const [where, byte] of changes) message[where % message.length] = byte;
        const found = subRecordsOf(sealed(message));
        assert.ok(found === undefined || found.every(({ data }) => data.length <= message.length));
      },
    ),
    { numRuns: 2000 },
  );
});

const record = (key: number): ProtobufMessage => new ProtobufMessage().int(1, key).bytes(3, Buffer.from('x'));

for (const [name, message] of [
  ['a key that is not in the table', new ProtobufMessage().text(1, 'a').message(3, record(1))],
  ['a record without a key', new ProtobufMessage().text(1, 'a').message(3, new ProtobufMessage().bytes(3, Buffer.from('x')))],
  ['a record without data', new ProtobufMessage().text(1, 'a').message(3, new ProtobufMessage().int(1, 0))],
  ['no message at all', new ProtobufMessage()],
] as const) {
  test(`no aggregate: ${name}`, () => assert.equal(subRecordsOf(sealed(message)), undefined));
}

test('tables behind the records, and fields that nobody knows, are no matter; an aggregate of nothing is none', () => {
  const message = new ProtobufMessage()
    .text(9, 'news')
    .message(3, record(0).message(4, new ProtobufMessage().text(1, 'tag')))
    .text(1, 'a');
  assert.deepEqual(subRecordsOf(sealed(message)), [{ partitionKey: 'a', data: Buffer.from('x') }]);
  assert.deepEqual(subRecordsOf(sealed(new ProtobufMessage().text(1, 'a'))), []);
});

test('the digest is of the message alone', () => {
  const whole = aggregate([{ partitionKey: 'a', data: 'x' }]);
  const digest = createHash('md5').update(whole.subarray(0, -16)).digest();
  assert.equal(subRecordsOf(Buffer.concat([whole.subarray(0, -16), digest])), undefined);
});

const form = (lines: boolean): StreamForm =>
  new StreamForm({ stream: 's', contentType: 'application/json', lines, includeInput: false });

const raw = (data: Buffer) => ({ shardId: 'shardId-0', sequenceNumber: '17', partitionKey: 'whole', arrivedAt: 5, data });

test('a sub-record is an entry of its own, by its own key, numbered as the Kinesis Client Library does', () => {
  const entries = form(false).entriesOf(
    raw(
      aggregate([
        { partitionKey: 'a', data: '1' },
        { partitionKey: 'b', data: '2\n3' },
      ]),
    ),
  );
  assert.deepEqual(
    entries.map(({ partitionKey, subSequenceNumber, sequenceNumber, data }) => [
      partitionKey,
      subSequenceNumber,
      sequenceNumber,
      String(data),
    ]),
    [
      ['a', 0, '17', '1'],
      ['b', 1, '17', '2\n3'],
    ],
  );
});

test('lines of sub-records are numbered on, over the whole record', () => {
  const entries = form(true).entriesOf(
    raw(
      aggregate([
        { partitionKey: 'a', data: '1\n2' },
        { partitionKey: 'b', data: '3' },
      ]),
    ),
  );
  assert.deepEqual(
    entries.map(({ partitionKey, subSequenceNumber, data }) => [partitionKey, subSequenceNumber, String(data)]),
    [
      ['a', 0, '1'],
      ['a', 1, '2'],
      ['b', 2, '3'],
    ],
  );
});
