import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readInstances } from '../../../src/upstreams/simulated/instances.ts';

function read(text: string): { array: string; items: string[] } | undefined {
  const found = readInstances(Buffer.from(text));
  return found && { array: found.array.toString(), items: found.items.map((item) => item.toString()) };
}

describe('readInstances', () => {
  it('gives the bytes of the array and of each element, untouched', () => {
    const text = ' {"other": [1,2], "instances" : [ 1.50 , {"a":[1,{"b":"],}"}]}, "q\\"\\\\", null ] , "x":"instances"} ';
    assert.deepEqual(read(text), {
      array: '[ 1.50 , {"a":[1,{"b":"],}"}]}, "q\\"\\\\", null ]',
      items: ['1.50', '{"a":[1,{"b":"],}"}]}', '"q\\"\\\\"', 'null'],
    });
  });

  it('finds no element in an empty array', () => {
    assert.deepEqual(read('{"instances":[ ]}'), { array: '[ ]', items: [] });
  });

  it('accepts NaN and Infinity as numbers, and leaves such words in strings alone', () => {
    assert.deepEqual(read('{"instances":[NaN,-Infinity,[Infinity],"NaN"]}')?.items, ['NaN', '-Infinity', '[Infinity]', '"NaN"']);
  });

  it('takes the last of repeated keys, however they are spelled', () => {
    assert.deepEqual(read('{"instances":[1],"\\u0069nstances":[2,3]}')?.items, ['2', '3']);
  });

  it('keeps characters of several bytes whole', () => {
    assert.deepEqual(read('{"instances":["é","日本"]}')?.items, ['"é"', '"日本"']);
  });

  it('reads long strings beside NaN', () => {
    const long = JSON.stringify(`${'x'.repeat(4_000_000)}"${'\\'.repeat(1_000)}`);
    assert.deepEqual(read(`{"instances":[NaN,${long}]}`)?.items, ['NaN', long]);
  });

  it('reads a string of many escapes beside NaN', () => {
    const long = `"${'\\"'.repeat(1_000_000)}"`;
    assert.deepEqual(read(`{"instances":[NaN,${long},Infinity]}`)?.items, ['NaN', long, 'Infinity']);
  });

  it('gives up at once on a long string that is left open', () => {
    assert.equal(read(`{"instances":[NaN,"${'\\"'.repeat(1_000_000)}`), undefined);
  });

  it('reads a view into a larger buffer', () => {
    const padded = Buffer.from('##{"instances":[1]}##');
    assert.equal(readInstances(new Uint8Array(padded.buffer, padded.byteOffset + 2, padded.length - 4))?.items.length, 1);
  });

  for (const text of [
    '',
    '[1]',
    '{"instances":{}}',
    '{"inputs":[1]}',
    '{"instances":[1}',
    '{"instances":[1NaN]}',
    '{"a":{"instances":[1]}}',
  ]) {
    it(`finds nothing in ${JSON.stringify(text)}`, () => {
      assert.equal(read(text), undefined);
    });
  }
});
