import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOfType } from '../../src/codecs/content-type.ts';

const JSON_TYPE = { names: ['application/json'] };

test('JSON is what is declared so, in UTF-8', () => {
  for (const type of [
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset="UTF-8"',
    'application/json;verbose',
  ])
    assert.ok(isOfType(type, JSON_TYPE), type);
  for (const type of [
    undefined,
    '',
    'text/csv',
    'application/jsonlines',
    'application/json; charset=latin1',
    'text/plain;application/json',
  ])
    assert.ok(!isOfType(type, JSON_TYPE), String(type));
});

test('where a contract takes no parameters, only the bare media type is JSON', () => {
  const exact = { ...JSON_TYPE, parameters: 'exact' } as const;
  assert.ok(isOfType('application/json', exact), 'bare');
  for (const type of ['application/json; charset=utf-8', 'application/JSON', 'application/json '])
    assert.ok(!isOfType(type, exact), type);
});

test('where a contract takes some parameters, no others and no other charset are taken', () => {
  const csv = { names: ['text/csv'], parameters: ['label_size'] };
  for (const type of ['text/csv', 'text/csv; label_size=1', 'text/csv;charset=utf-8;label_size=0'])
    assert.ok(isOfType(type, csv), type);
  for (const type of ['text/csv; header=present', 'text/csv;label_size=1;charset=latin1']) assert.ok(!isOfType(type, csv), type);
});
