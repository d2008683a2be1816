import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TidegateError } from '../../src/kernel/errors.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { redacted } from '../../src/telemetry/redacted.ts';

test('what looks like credentials goes, and the rest stays', () => {
  for (const [text, clean] of [
    ['authorization: Bearer SECRET-token.of/mine==', 'authorization: Bearer …'],
    ['bearer SECRET, and more', 'bearer …, and more'],
    [
      'AWS4-HMAC-SHA256 Credential=SECRET/1/r/s/t, SignedHeaders=host, Signature=SECRET',
      'AWS4-HMAC-SHA256 Credential=…, SignedHeaders=host, Signature=…',
    ],
    ['connect to https://user:SECRET@model:8080/x failed', 'connect to https://…@model:8080/x failed'],
    ['GET /?X-Amz-Signature=SECRET&a=1', 'GET /?X-Amz-Signature=…&a=1'],
    ['mail@example.com: a plain text', 'mail@example.com: a plain text'],
  ] as const)
    assert.equal(redacted(text), clean);
  assert.ok(redacted('x'.repeat(100_000)).length < 5000, 'too long');
});

test('an error is logged by name, message and frames; what hangs on it is not, nor what a parser quotes', () => {
  const lines: string[] = [];
  const logger = createLogger({ logLevel: 'trace' }, { write: (line) => lines.push(line) });
  const withFields = Object.assign(new Error('failed'), { code: 'EPIPE', $response: { body: 'SECRET' }, request: 'SECRET' });
  const original = { statusCode: 400, message: 'SECRET' };
  let parse: unknown;
  try {
    JSON.parse('SECRET {');
  } catch (thrown) {
    parse = thrown;
  }
  logger.error({ err: withFields }, 'fault');
  logger.error({ err: new TidegateError('MODEL_FAILED', 'failed', { original, cause: parse }) }, 'fault');
  logger.error({ err: 'SECRET' }, 'fault');
  logger.error({ headers: { authorization: 'SECRET' }, token: 'SECRET', body: 'SECRET', cause: 'Bearer SECRET' }, 'fault');
  assert.ok(!lines.join('').includes('SECRET'), lines.join(''));
  const [first, second] = lines.map((line) => JSON.parse(line) as { err: Record<string, unknown> });
  assert.deepEqual([first?.err['type'], first?.err['code'], first?.err['message']], ['Error', 'EPIPE', 'failed']);
  assert.match(String(first?.err['stack']), /^ {4}at /);
  assert.match(JSON.stringify(second?.err['cause']), /"message":"something could not be parsed"/);
});
