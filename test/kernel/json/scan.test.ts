import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Found, MAX_ELEMENTS, type Scan, type Span, scan } from '../../../src/kernel/json/scan.ts';
import { type Want, wantPath } from '../../../src/kernel/json/want.ts';

const ITEMS = wantPath(['items'], { elements: true });

function foundIn(body: Buffer, want?: Want): Found {
  const found = scan(body, want);
  return found.kind === 'found' ? found.value : assert.fail(`expected a value, got ${found.kind}`);
}

function kindOf(text: string, want?: Want): Scan['kind'] {
  return scan(Buffer.from(text), want).kind;
}

function messageOf(body: string | Buffer): string {
  const found = scan(Buffer.from(body));
  return found.kind === 'invalid' ? found.message : assert.fail(`expected a fault, got ${found.kind}`);
}

test('the members of an object and the elements of the wanted one are found where they stand', () => {
  const body = Buffer.from(' { "a" : {"items":[1]} , "\\u0069tems" : [ "x]" , -1.0e5,{"b":[ ]}] } ');
  const { kind, members = [] } = foundIn(body, ITEMS);
  const text = ({ start, end }: Pick<Span, 'start' | 'end'>): string => body.toString('utf8', start, end);
  assert.equal(kind, 'object');
  assert.deepEqual(
    members.map(({ value }) => text(value)),
    ['{"items":[1]}', '[ "x]" , -1.0e5,{"b":[ ]}]'],
  );
  assert.deepEqual(
    members.map(({ keyStart, keyEnd }) => text({ start: keyStart, end: keyEnd })),
    ['"a"', '"\\u0069tems"'],
  );
  assert.equal(members[0]?.value.elements, undefined);
  assert.equal(members[0]?.value.members, undefined);
  assert.deepEqual(members[1]?.value.elements?.map(text), ['"x]"', '-1.0e5', '{"b":[ ]}']);
  assert.deepEqual(
    members[1]?.value.elements?.map((element) => element.kind),
    ['string', 'number', 'object'],
  );
});

test('a list at the root has its elements found', () => {
  const { kind, elements } = foundIn(Buffer.from('[null, true,\n[1, 2] ,NaN,-Infinity]'));
  assert.equal(kind, 'array');
  assert.deepEqual(
    elements?.map((element) => element.kind),
    ['null', 'boolean', 'array', 'number', 'number'],
  );
});

test('a list deeper down is found along its path, and nothing beside it is looked into', () => {
  const body = Buffer.from('{"a":{"x":[1],"b":{"c":[2,3],"d":[4]}},"b":{"c":[5]},"c":[6]}');
  const a = foundIn(body, wantPath(['a', 'b', 'c'], { elements: true })).members?.[0]?.value;
  const [c, d] = a?.members?.[1]?.value.members ?? [];
  assert.equal(a?.members?.[0]?.value.elements, undefined);
  assert.equal(c?.value.elements?.length, 2);
  assert.equal(d?.value.elements, undefined);
  assert.equal(foundIn(body, wantPath(['a'], { elements: true })).members?.[1]?.value.members, undefined);
});

test('of a list, no more elements are told than are bounded', () => {
  const { elements, end } = foundIn(Buffer.from(`[${'1,'.repeat(70_000)}1]`));
  assert.equal(elements?.length, MAX_ELEMENTS);
  assert.equal(end, 140_003);
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
  assert.equal(kindOf('\ufeff{}'), 'opaque');
  assert.equal(kindOf(`${'['.repeat(128)}${']'.repeat(128)}`), 'found');
  assert.equal(kindOf(`${'['.repeat(129)}${']'.repeat(129)}`), 'opaque');
  assert.equal(kindOf(`{"a":${'['.repeat(127)}${']'.repeat(127)}}`, ITEMS), 'found');
  assert.equal(kindOf(`{"items":[${'{"a":'.repeat(126)}1${'}'.repeat(126)}]}`, ITEMS), 'found');
  assert.equal(kindOf(`{"items":[${'{"a":'.repeat(127)}1${'}'.repeat(127)}]}`, ITEMS), 'opaque');
  assert.equal(kindOf('['.repeat(1_000_000)), 'opaque');
});

test('what is wanted deeper than 128 is not looked into either', () => {
  const everywhere: Want = { elements: true, member: () => everywhere };
  assert.equal(kindOf(`${'{"a":'.repeat(128)}1${'}'.repeat(128)}`, everywhere), 'found');
  assert.equal(kindOf(`${'{"a":'.repeat(129)}1${'}'.repeat(129)}`, everywhere), 'opaque');
  assert.equal(kindOf('{"a":'.repeat(200_000), everywhere), 'opaque');
});
