import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAmzDate } from '../../src/auth/sigv4/amz-date.ts';
import { parseSignedBy } from '../../src/auth/sigv4/signed-by.ts';

const SIGNATURE = '0123456789abcdef'.repeat(4);
const CREDENTIAL = 'AKID/20260131/us-east-1/sagemaker/aws4_request';
const GOOD = `Credential=${CREDENTIAL}, SignedHeaders=host;x-amz-date, Signature=${SIGNATURE}`;

test('a complete header is taken apart', () => {
  const { signature, ...rest } = parseSignedBy(GOOD) ?? assert.fail('refused');
  assert.equal(signature.toString('hex'), SIGNATURE);
  assert.deepEqual(rest, {
    accessKeyId: 'AKID',
    day: '20260131',
    region: 'us-east-1',
    service: 'sagemaker',
    signedHeaders: ['host', 'x-amz-date'],
  });
  assert.ok(parseSignedBy(GOOD.replaceAll(', ', ',')) !== undefined, 'without spaces');
});

for (const [name, text] of Object.entries({
  nothing: '',
  'no credential': GOOD.replace('Credential', 'Other'),
  'no signature': `Credential=${CREDENTIAL}, SignedHeaders=host`,
  'a field twice': `${GOOD}, Credential=${CREDENTIAL}`,
  'an empty key': GOOD.replace('AKID', ''),
  'an empty region': GOOD.replace('us-east-1', ''),
  'a slash too many': GOOD.replace('AKID', 'AK/ID'),
  'another end': GOOD.replace('aws4_request', 'aws5_request'),
  'a day that is none': GOOD.replace('20260131', '2026013x'),
  'a short signature': GOOD.slice(0, -1),
  'a signature in capitals': GOOD.replace(SIGNATURE, SIGNATURE.toUpperCase()),
  'headers out of order': GOOD.replace('host;x-amz-date', 'x-amz-date;host'),
  'a header twice': GOOD.replace('host;x-amz-date', 'host;host;x-amz-date'),
  'an empty header': GOOD.replace('host;x-amz-date', 'host;'),
  'no headers': GOOD.replace('host;x-amz-date', ''),
})) {
  test(`a header with ${name} is refused`, () => assert.equal(parseSignedBy(text), undefined));
}

test('only complete times that there are, are times', () => {
  assert.equal(parseAmzDate('20260131T010203Z'), Date.UTC(2026, 0, 31, 1, 2, 3));
  for (const text of ['', '20260131', '20261331T010203Z', '20260131T250203Z', '20260131T010203', '2026-01-31T01:02:03Z'])
    assert.equal(parseAmzDate(text), undefined, text);
});
