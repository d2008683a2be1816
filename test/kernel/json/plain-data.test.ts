import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonical } from '../../../src/kernel/json/canonical.ts';
import { decodeString } from '../../../src/kernel/json/key.ts';
import { columnsAt, membersOf, onlyMember, wantPlaces } from '../../../src/kernel/json/place.ts';
import { memberOf, parseTree } from '../../../src/kernel/json/tree.ts';
import { wantPath } from '../../../src/kernel/json/want.ts';
import { foundIn } from './verdict.ts';

/** Names that mean something to objects of JavaScript. */
const LOADED = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length', '__defineGetter__', 'then'];

const everyObject: object = Object.prototype;
const before = Object.getOwnPropertyNames(everyObject);

/** All of the names, each with a value that would show on every object if it got there. */
function loaded(value: string): string {
  return `{${LOADED.map((name) => `${JSON.stringify(name)}:${value}`).join()}}`;
}

function treeOf(text: string): ReturnType<typeof parseTree> {
  return parseTree(Buffer.from(text));
}

test('loaded keys are members as any other of a tree, in their order', () => {
  const tree = treeOf(loaded('{"polluted":true}'));
  assert.ok(tree.kind === 'object');
  assert.deepEqual(
    tree.members.map(({ key }) => key),
    LOADED,
  );
  for (const name of LOADED) assert.equal(memberOf(tree, name)?.value.kind, 'object');
  assert.equal(memberOf(tree, 'polluted'), undefined);
  assert.equal(memberOf(tree, 'valueOf'), undefined);
});

test('loaded keys are written out as any other, and tell two texts apart', () => {
  for (const name of LOADED) {
    const key = JSON.stringify(name);
    assert.equal(canonical(treeOf(`{ ${key} : {"a":1}}`), []), `{${key}:{"a":1}}`);
    assert.notEqual(canonical(treeOf(`{${key}:1}`), []), canonical(treeOf(`{${key}:2}`), []));
    assert.notEqual(canonical(treeOf(`{${key}:{}}`), []), canonical(treeOf('{}'), []));
    assert.equal(canonical(treeOf(`{${key}:1,${key}:1}`), []), undefined);
  }
  const sorted = [...LOADED].sort().map((name) => `${JSON.stringify(name)}:0`);
  assert.equal(canonical(treeOf(loaded('0')), []), `{${sorted.join()}}`);
});

test('loaded keys are found, and looked into where they are wanted', () => {
  for (const name of LOADED) {
    const body = Buffer.from(`{"a":{},${JSON.stringify(name)}:[1,2]}`);
    const { members } = foundIn(body, wantPath([name], { elements: true }));
    assert.equal(onlyMember(body, members, name)?.value.elements?.length, 2);
    for (const other of LOADED) assert.equal(onlyMember(body, members, other) === undefined, other !== name);
  }
});

test('columns may have loaded names', () => {
  const place = membersOf();
  const body = Buffer.from(loaded('[1]'));
  const columns = columnsAt(body, foundIn(body, wantPlaces([place])), place);
  assert.deepEqual(
    columns?.map(({ name }) => name),
    [...LOADED].sort(),
  );
});

test('a key that is spelled with escapes is the same key', () => {
  const body = Buffer.from('{"\\u005f_proto__":1}');
  const [member] = foundIn(body).members ?? [];
  assert.equal(decodeString(body, member?.keyStart ?? 0, member?.keyEnd ?? 0), '__proto__');
  assert.equal(onlyMember(body, member === undefined ? [] : [member], '__proto__'), member);
});

test('after all of it, objects are what they were', () => {
  assert.deepEqual(Object.getOwnPropertyNames(everyObject), before);
  assert.equal('polluted' in {}, false);
});
