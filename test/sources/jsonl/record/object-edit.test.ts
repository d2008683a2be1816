import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { withEdits, withMembers, withoutMembers } from '../../../../src/sources/jsonl/record/object-edit.ts';
import { jsonText, KEYS, objectText } from './json-texts.ts';

function set(object: string, values: Readonly<Record<string, string>>): string | undefined {
  return withMembers(Buffer.from(object), buffers(Object.entries(values)))?.toString();
}

function without(object: string, ...names: readonly string[]): string | undefined {
  return withoutMembers(Buffer.from(object), names)?.toString();
}

function buffers(values: readonly (readonly [string, string])[]): Map<string, Buffer> {
  return new Map(values.map(([name, text]) => [name, Buffer.from(text)]));
}

test('a member keeps its place with its new value; others stay as they are written', () => {
  const object = ' { "n" : 1.0 , "\\u0061" : 1e-05, "x":[ NaN ]\n} ';
  assert.equal(set(object, { a: '2.50' }), ' { "n" : 1.0 , "\\u0061" : 2.50, "x":[ NaN ]\n} ');
  assert.equal(set(object, { b: '"é"', n: 'null' }), ' { "n" : null , "\\u0061" : 1e-05, "x":[ NaN ]\n,"b":"é"} ');
});

test('members are added behind those that are there, also where there are none', () => {
  assert.equal(set('{"z":1}', { b: '1', a: '2' }), '{"z":1,"b":1,"a":2}');
  assert.equal(set('{ }', { 'a"b': '1' }), '{"a\\"b":1}');
});

test('a member is taken out with its comma, wherever it stands', () => {
  const object = '{"a": 1 , "b":1.0,"c":3 }';
  assert.equal(without(object, 'a'), '{ "b":1.0,"c":3 }');
  assert.equal(without(object, 'b'), '{"a": 1 ,"c":3 }');
  assert.equal(without(object, 'c'), '{"a": 1 , "b":1.0}');
  assert.equal(without(object, 'a', 'b', 'c'), '{}');
  assert.equal(without(object, 'd'), object);
});

test('a key that is there twice is there once with its new value, and not at all without it', () => {
  assert.equal(set('{"a":1,"b":2,"\\u0061":3}', { a: '4' }), '{"a":4,"b":2}');
  assert.equal(without('{"a":1,"b":2,"\\u0061":3}', 'a'), '{"b":2}');
});

test('what is not an object is not edited', () => {
  for (const text of ['[]', '1', '', '{"a":1', '{"a":1}}', `${'['.repeat(500)}${']'.repeat(500)}`]) {
    assert.equal(set(text, { a: '1' }), undefined, text);
    assert.equal(without(text, 'a'), undefined, text);
  }
});

test('to edit and then to parse is to parse and then to edit', () => {
  const edits = fc.array(fc.tuple(fc.constantFrom(...KEYS, 'new'), fc.option(jsonText, { nil: undefined })), { maxLength: 4 });
  fc.assert(
    fc.property(objectText, edits, (object, list) => {
      const edited = withEdits(
        Buffer.from(object),
        new Map(list.map(([name, text]) => [name, text === undefined ? undefined : Buffer.from(text)])),
      );
      const expected = new Map(Object.entries(JSON.parse(object) as object));
      for (const [name, text] of new Map(list)) {
        if (text === undefined) expected.delete(name);
        else expected.set(name, JSON.parse(text));
      }
      assert.deepEqual(JSON.parse(String(edited)), Object.fromEntries(expected));
    }),
    { numRuns: 1000 },
  );
});

test('without edits an object stays byte for byte', () => {
  fc.assert(
    fc.property(objectText, (object) => assert.equal(set(object, {}), object)),
    { numRuns: 300 },
  );
});
