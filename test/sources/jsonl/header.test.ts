import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf } from '../../../src/kernel/lines.ts';
import { type HeaderUse, headed } from '../../../src/sources/jsonl/header.ts';

/** What goes before each record, and the records with their numbers. */
async function read(text: string, use: HeaderUse, longestBytes = 100): Promise<readonly unknown[]> {
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let from = 0; from < text.length; from += 50) yield Buffer.from(text.slice(from, from + 50));
  }
  const { preamble, records } = await headed(linesOf(chunks(), longestBytes), use);
  const lines: unknown[] = [];
  for await (const { number, body } of records) lines.push([number, body?.toString()]);
  return [preamble?.toString(), lines];
}

const rows = [
  [2, '1,2'],
  [3, '3,4'],
];

test('the first line is a record, is left out, or is sent before each', async () => {
  assert.deepEqual(await read('a,b\r\n1,2\n3,4', 'none'), [undefined, [[1, 'a,b'], ...rows]]);
  assert.deepEqual(await read('a,b\r\n1,2\n3,4', 'skip'), [undefined, rows]);
  assert.deepEqual(await read('a,b\r\n1,2\n3,4', 'repeat'), ['a,b\n', rows]);
});

test('a file without a line has neither header nor records', async () => {
  for (const use of ['none', 'skip', 'repeat'] as const) assert.deepEqual(await read('', use), [undefined, []]);
});

test('a header without records is sent nowhere, and one too long to be held is left out', async () => {
  assert.deepEqual(await read('a,b\n', 'repeat'), ['a,b\n', []]);
  assert.deepEqual(await read(`${'x'.repeat(200)}\n1\n`, 'repeat'), [undefined, [[2, '1']]]);
});
