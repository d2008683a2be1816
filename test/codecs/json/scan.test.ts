import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyNamed } from '../../../src/codecs/json/key.ts';
import { type Scan, scan } from '../../../src/codecs/json/scan.ts';

function scanned(text: string): Scan {
  return scan(Buffer.from(text), keyNamed('items'));
}

function messageOf(body: string | Buffer): string {
  const found = scan(Buffer.from(body));
  return found.kind === 'invalid' ? found.message : assert.fail(`expected a fault, got ${found.kind}`);
}

test('the members of an object and the elements of the listed one are found where they stand', () => {
  const body = Buffer.from(' { "a" : {"items":[1]} , "\\u0069tems" : [ "x]" , -1.0e5,{"b":[ ]}] } ');
  const found = scan(body, keyNamed('items'));
  assert.equal(found.kind, 'object');
  const { members } = found;
  const text = ({ start, end }: { start: number; end: number }): string => body.toString('utf8', start, end);
  assert.deepEqual(
    members.map(({ value }) => text(value)),
    ['{"items":[1]}', '[ "x]" , -1.0e5,{"b":[ ]}]'],
  );
  assert.deepEqual(
    members.map(({ keyStart, keyEnd }) => text({ start: keyStart, end: keyEnd })),
    ['"a"', '"\\u0069tems"'],
  );
  assert.equal(members[0]?.elements, undefined);
  assert.deepEqual(members[1]?.elements?.map(text), ['"x]"', '-1.0e5', '{"b":[ ]}']);
  assert.deepEqual(
    members[1]?.elements?.map(({ kind }) => kind),
    ['string', 'number', 'object'],
  );
});

test('a top-level list has its elements found', () => {
  const found = scanned('[null, true,\n[1, 2] ,NaN,-Infinity]');
  assert.equal(found.kind, 'array');
  const { elements } = found;
  assert.deepEqual(
    elements.map(({ kind }) => kind),
    ['null', 'boolean', 'array', 'number', 'number'],
  );
});

test('a fault is told with what was expected and its byte', () => {
  assert.equal(messageOf('{"a": 1, "é": 2 "c"}'), "Expected ',' or '}' at byte 17");
  assert.equal(messageOf('[1 2]'), "Expected ',' or ']' at byte 3");
  assert.equal(messageOf('[1,]'), 'Expected a JSON value at byte 3');
  assert.equal(messageOf(''), 'Expected a JSON value at byte 0, where the body ends');
  assert.equal(messageOf('{"a" 1}'), "Expected ':' at byte 5");
  assert.equal(messageOf('{1:2}'), 'Expected a string as key at byte 1');
  assert.equal(messageOf('[01]'), "Expected ',' or ']' at byte 2");
  assert.equal(messageOf('[-]'), 'Expected a digit at byte 2');
  assert.equal(messageOf('{} x'), 'Expected the end of the body at byte 3');
  assert.equal(messageOf('["a\\x"]'), 'Expected a valid escape at byte 4');
  assert.equal(messageOf('["a\tb"]'), 'Expected an escape instead of a control character at byte 3');
  assert.equal(messageOf('["a'), `Expected '"' at byte 3, where the body ends`);
  assert.equal(messageOf('[+Infinity]'), 'Expected a JSON value at byte 1');
});

test('a body that is not UTF-8 is not JSON', () => {
  assert.equal(messageOf(Buffer.from([0x22, 0x61, 0xff, 0x22])), 'Expected UTF-8 at byte 2');
  assert.equal(messageOf(Buffer.from('"\ud83d\ude00"').subarray(0, 4)), 'Expected UTF-8 at byte 1');
  assert.equal(messageOf(Buffer.from([0x22, 0xef, 0xbf])), 'Expected UTF-8 at byte 1');
  assert.equal(messageOf(Buffer.from([0xef, 0xbf, 0x61])), 'Expected UTF-8 at byte 0');
  const replacementBefore = Buffer.concat([Buffer.from('"é\ufffd\ufffdx'), Buffer.from([0xef, 0xbf, 0x22])]);
  assert.equal(messageOf(replacementBefore), 'Expected UTF-8 at byte 10');
});

test('a body is not looked into that begins with a byte order mark or nests deeper than 128', () => {
  assert.equal(scanned('\ufeff{}').kind, 'opaque');
  assert.equal(scanned(`${'['.repeat(128)}${']'.repeat(128)}`).kind, 'array');
  assert.equal(scanned(`${'['.repeat(129)}${']'.repeat(129)}`).kind, 'opaque');
  assert.equal(scanned(`{"a":${'['.repeat(127)}${']'.repeat(127)}}`).kind, 'object');
  assert.equal(scanned(`{"items":[${'{"a":'.repeat(127)}1${'}'.repeat(127)}]}`).kind, 'opaque');
  assert.equal(scanned('['.repeat(1_000_000)).kind, 'opaque');
});
