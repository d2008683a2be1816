import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { canonicalRequest } from '../../src/auth/sigv4/canonical-request.ts';
import { SigningKey } from '../../src/auth/sigv4/signing-key.ts';

const EMPTY = createHash('sha256').digest('hex');
const socket = new Socket();

/** The signature that AWS's published test suite ("aws-sig-v4-test-suite", its key and its day) has for a request. */
function signed(method: string, url: string, headers: IncomingHttpHeaders = {}): string {
  const all: IncomingHttpHeaders = { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z', ...headers };
  const canonical = canonicalRequest({ method, url, headers: all, socket }, Object.keys(all).sort(), EMPTY);
  const hashed = createHash('sha256').update(canonical).digest('hex');
  const text = `AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/service/aws4_request\n${hashed}`;
  const key = new SigningKey('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY');
  return key.sign({ day: '20150830', region: 'us-east-1', service: 'service' }, text).toString('hex');
}

for (const [name, method, url, signature] of [
  ['get-vanilla', 'GET', '/', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  [
    'get-vanilla-query-order-key-case',
    'GET',
    '/?Param2=value2&Param1=value1',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  ['post-vanilla', 'POST', '/', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
] as const) {
  test(`AWS's example ${name}`, () => assert.equal(signed(method, url), signature));
}

function lineOf(url: string, line: number): string | undefined {
  return canonicalRequest({ method: 'GET', url, headers: {}, socket }, ['host'], EMPTY).split('\n')[line];
}

test('a path is normalised, and what was escaped is escaped again', () => {
  for (const [url, path] of [
    ['', '/'],
    ['//', '/'],
    ['/./', '/'],
    ['/a/../b//c/', '/b/c/'],
    ['/../../a', '/a'],
    ['/a%20b', '/a%2520b'],
    ["/-_.~!'()*", '/-_.~%21%27%28%29%2A'],
  ] as const)
    assert.equal(lineOf(url, 1), path, url);
});

test('a query is in order of escaped names, then values; names without one have an empty one', () => {
  for (const [query, canonical] of [
    ['b=2&a=1', 'a=1&b=2'],
    ['a=2&a=1', 'a=1&a=2'],
    ['flag', 'flag='],
    ['a=x%2Fy', 'a=x%2Fy'],
    ['a=x/y', 'a=x%2Fy'],
    ['a=%zz', 'a=%25zz'],
  ] as const)
    assert.equal(lineOf(`/?${query}`, 2), canonical, query);
});

test('header values lose what is around them, and runs of white space', () => {
  const headers = { host: '  a \t  b  ' };
  const text = canonicalRequest({ method: 'GET', url: '/', headers, socket }, ['host'], EMPTY);
  assert.equal(text.split('\n')[3], 'host:a b');
});
