import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeString } from '../../../src/kernel/json/key.ts';
import { MAX_DEPTH } from '../../../src/kernel/json/reader.ts';
import { scan } from '../../../src/kernel/json/scan.ts';
import { EVERYTHING, foundIn } from './verdict.ts';

const MEGABYTE = 1_048_576;

function kindOf(text: string, options?: Parameters<typeof scan>[2]): string {
  return scan(Buffer.from(text), EVERYTHING, options).kind;
}

/** `depth` lists and objects inside each other by turns. */
function nested(depth: number): string {
  const opening = Array.from({ length: depth }, (_, index) => (index % 2 === 0 ? '[' : '{"a":'));
  const closing = opening.map((open) => (open === '[' ? ']' : '}')).toReversed();
  return `${opening.join('')}${depth % 2 === 0 ? '1' : ''}${closing.join('')}`;
}

test('every depth up to the bound is looked into; beyond it, none is, whether the brackets close or not', () => {
  for (let depth = 1; depth <= MAX_DEPTH; depth += 1) assert.equal(kindOf(nested(depth)), 'found');
  for (const depth of [MAX_DEPTH + 1, MAX_DEPTH + 2, 1000, 100_000]) {
    assert.equal(kindOf(nested(depth)), 'opaque');
    assert.equal(kindOf('['.repeat(depth)), 'opaque');
    assert.equal(kindOf('{"a":'.repeat(depth)), 'opaque');
  }
});

test('a depth that is left again does not count', () => {
  const branch = nested(MAX_DEPTH - 1);
  assert.equal(kindOf(`[${[branch, branch, branch].join()}]`), 'found');
});

test('a number of a megabyte is one number, exact to the byte', () => {
  const digits = '7'.repeat(MEGABYTE);
  for (const number of [digits, `-${digits}`, `0.${digits}`, `1e${digits}`, `${digits}.${digits}E-${digits}`]) {
    const [element, next] = foundIn(Buffer.from(`[${number},1]`)).elements ?? [];
    assert.deepEqual(element, { start: 1, end: number.length + 1, kind: 'number' });
    assert.equal(next?.start, number.length + 2);
    assert.equal(kindOf(`[${number}.]`), 'invalid');
  }
});

test('a text of a megabyte is one text, plain, escaped, or not ASCII', () => {
  for (const unit of ['a', '\\\\', '\\"', '\\u00e9', '😀']) {
    const text = `"${unit.repeat(MEGABYTE / unit.length)}"`;
    const body = Buffer.from(`[${text}]`);
    assert.deepEqual(foundIn(body).elements, [{ start: 1, end: body.length - 1, kind: 'string' }]);
    assert.equal(scan(body.subarray(0, -2)).kind, 'invalid');
    assert.equal(scan(body.subarray(0, -1)).kind, 'invalid');
  }
});

test('what ends or spoils a text is seen at every place in it', () => {
  for (let length = 0; length < 20; length += 1) {
    const before = 'a'.repeat(length);
    assert.equal(foundIn(Buffer.from(`["${before}","b"]`)).elements?.[0]?.end, length + 3);
    assert.equal(foundIn(Buffer.from(`["${before}\\"","b"]`)).elements?.[0]?.end, length + 5);
    assert.equal(kindOf(`["${before}\u001f${before}"]`), 'invalid');
    assert.equal(kindOf(`["${before}\\${before}`), 'invalid');
    assert.equal(kindOf(`["${before}`), 'invalid');
    assert.equal(kindOf(`["${before}\u007f\u0080${before}"]`), 'found');
  }
});

test('every byte of ASCII may stand in a text as JSON.parse has it', () => {
  for (let code = 0; code < 0x80; code += 1) {
    const text = `["ab${String.fromCharCode(code)}cd"]`;
    assert.equal(kindOf(text), code < 0x20 || code === 0x22 || code === 0x5c ? 'invalid' : 'found', `byte ${code}`);
  }
});

test('of all letters, those may be escaped that JSON names, and four hexadecimal digits behind a u', () => {
  for (let code = 0x20; code < 0x7f; code += 1) {
    const letter = String.fromCharCode(code);
    assert.equal(kindOf(`["\\${letter}abc"]`), '"\\/bfnrt'.includes(letter) ? 'found' : 'invalid', letter);
    for (const before of ['', '0', '00', '000']) {
      const digits = `${before}${letter}${'0'.repeat(3 - before.length)}`;
      assert.equal(kindOf(`["\\u${digits}"]`), /^[\da-f]{4}$/i.test(digits) ? 'found' : 'invalid', digits);
    }
  }
});

test('half a surrogate pair may be escaped, and stays half a pair', () => {
  const body = Buffer.from('["\\ud83d","\\ude00","\\ude00\\ud83d","\\uD83D\\uDE00"]');
  const texts = foundIn(body).elements?.map(({ start, end }) => decodeString(body, start, end));
  assert.deepEqual(texts, ['\ud83d', '\ude00', '\ude00\ud83d', '😀']);
});

test('numbers that are not finite are taken as Python writes them, and refused where that is asked for', () => {
  for (const number of ['NaN', 'Infinity', '-Infinity']) {
    for (const text of [number, `[1,${number} ]`, `{"a":{"b":[${number}]}}`]) {
      assert.equal(kindOf(text), 'found');
      assert.equal(kindOf(text, { nonFinite: 'accept' }), 'found');
      assert.equal(kindOf(text, { nonFinite: 'refuse' }), 'invalid');
    }
    assert.equal(kindOf(`["${number}"]`, { nonFinite: 'refuse' }), 'found');
  }
  for (const text of [
    '-NaN',
    '+Infinity',
    'nan',
    'inf',
    'INFINITY',
    '-infinity',
    'Infinit',
    '-Infinit',
    'NaN1',
    '--Infinity',
    'NaNaN',
  ])
    assert.equal(kindOf(`[${text}]`), 'invalid', text);
  assert.equal(kindOf('[1,-2.5e3,0,true,false,null,"",{},[]]', { nonFinite: 'refuse' }), 'found');
});

test('a byte order mark is looked into nowhere at the front, and is an ordinary letter in a text', () => {
  assert.equal(kindOf('\ufeff'), 'opaque');
  assert.equal(kindOf('\ufeff{}'), 'opaque');
  assert.equal(kindOf(' \ufeff{}'), 'invalid');
  assert.equal(kindOf('["\ufeff"]'), 'found');
});
