import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileLine } from '../../../../src/kernel/lines.ts';
import { wholeOf } from '../../../../src/sources/jsonl/input/whole.ts';

async function records(pieces: readonly string[], longestBytes = 10): Promise<FileLine[]> {
  async function* chunks(): AsyncGenerator<Buffer> {
    for (const piece of pieces) yield Buffer.from(piece);
  }
  const all: FileLine[] = [];
  for await (const line of wholeOf(chunks(), longestBytes)) all.push(line);
  return all;
}

test('a file is one record, with its line ends', async () => {
  assert.deepEqual(await records(['a\n', 'b\r\n']), [{ number: 1, body: Buffer.from('a\nb\r\n'), readBytes: 5 }]);
});

test('an empty file has none', async () => {
  assert.deepEqual(await records([]), []);
});

test('of one that is too long nothing is held, and all is read', async () => {
  assert.deepEqual(await records(['12345', '67890'], 10), [{ number: 1, body: Buffer.from('1234567890'), readBytes: 10 }]);
  assert.deepEqual(await records(['12345', '678901', '2'], 10), [{ number: 1, body: undefined, readBytes: 12 }]);
});
