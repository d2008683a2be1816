import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isJson } from '../../../src/codecs/json-items/content-type.ts';

test('JSON is what is declared so, in UTF-8', () => {
  for (const type of [
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset="UTF-8"',
    'application/json;verbose',
  ])
    assert.ok(isJson(type, 'parameters'), type);
  for (const type of [
    undefined,
    '',
    'text/csv',
    'application/jsonlines',
    'application/json; charset=latin1',
    'text/plain;application/json',
  ])
    assert.ok(!isJson(type, 'parameters'), type);
});

test('where a contract takes no parameters, only the bare media type is JSON', () => {
  assert.ok(isJson('application/json', 'exact'));
  for (const type of ['application/json; charset=utf-8', 'application/JSON', 'application/json '])
    assert.ok(!isJson(type, 'exact'), type);
});
