import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../support/conformance/port.ts';
import { readCsv, writeRecords } from '../support/conformance/python/csv.ts';
import { javaFloat, pythonFloat, rustFloat, singleFloat } from '../support/conformance/python/floats.ts';
import { readJson } from '../support/conformance/python/json-reader.ts';
import { pythonCompact, writeJson } from '../support/conformance/python/json-writer.ts';
import { writeLiteral } from '../support/conformance/python/literal.ts';
import { dict } from '../support/conformance/python/value.ts';

test('floats are printed as Python, Rust and Java print them', () => {
  const printed = (values: readonly number[], print: (value: number) => string): string => values.map(print).join(' ');
  const values = [1, -0, 1e-5, 0.0001, 1.5e-7, 1e16, 1e15, 123456.75, 1e22];
  assert.equal(printed(values, pythonFloat), '1.0 -0.0 1e-05 0.0001 1.5e-07 1e+16 1000000000000000.0 123456.75 1e+22');
  assert.equal(pythonFloat(Math.fround(0.9991)), '0.9991000294685364');
  assert.equal(printed([Math.fround(0.9991), Math.fround(1e16)], singleFloat), '0.9991 1e+16');
  assert.equal(printed([1, 1e-5, 1.5e-7, 1e16, -0], rustFloat), '1.0 0.00001 1.5e-7 1e16 -0.0');
  assert.equal(printed([1, 1e-5, 0.001, 1e7, 1e6], javaFloat), '1.0 1.0E-5 0.001 1.0E7 1000000.0');
});

test('JSON is read as Python reads it and written back alike', () => {
  const text = '{"b": [1, 1.0, 12345678901234567890, NaN, -Infinity], "a": {"2": null, "1": "\\u00e9\\ud83d\\ude00\\n"}}';
  assert.equal(writeJson(readJson(text)), text);
  assert.equal(writeJson(readJson('{"a":1,"a":1e5}'), pythonCompact), '{"a":100000.0}');
  assert.equal(writeJson(readJson('"\\u00e9\\u007f"'), pythonCompact), '"é\u007f"');
  assert.throws(() => writeJson(readJson('NaN'), pythonCompact), Refusal);
  for (const bad of ['', '01', '1.', '+1', '[1,]', '{"a":1,}', "{'a':1}", '"\n"', '"\\x"', '1 2', 'nul', '\uFEFF1', '[', '"a']) {
    assert.throws(() => readJson(bad), Refusal, bad);
  }
  assert.throws(() => readJson('NaN', { finite: true }), Refusal);
});

test('literals are what ast.literal_eval reads', () => {
  const value = dict({ a: true, b: null, c: [1n, 2, false], d: 'it\'s "x"\n\u00e9\u2028\u0000', e: "it's" });
  assert.equal(
    writeLiteral(value),
    `{'a': True, 'b': None, 'c': [1, 2.0, False], 'd': 'it\\'s "x"\\né\\u2028\\x00', 'e': "it's"}`,
  );
});

test('CSV has quoted fields, empty rows and line ends of both kinds', () => {
  assert.deepEqual(readCsv('a,"b ""c""\r\nd"\r\n\n,\nx'), [['a', 'b "c"\r\nd'], [], ['', ''], ['x']]);
  assert.equal(writeRecords([dict({ a: 'x,y', b: 1e-5 }), dict({ a: '"', b: null })]), 'a,b\r\n"x,y",1e-05\r\n"""",\r\n');
});
