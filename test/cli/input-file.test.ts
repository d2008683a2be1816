import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { test } from 'node:test';
import { withInputFile } from '../../src/cli/input-file.ts';
import { configFile } from './tidegate.ts';

test('what a file gets while it is read is left out', async () => {
  const before = 'x'.repeat(200_000);
  const path = configFile('growing.jsonl', before);
  const read = await withInputFile(path, async ({ bytes, chunks }) => {
    assert.equal(bytes, before.length);
    let text = '';
    for await (const chunk of chunks) {
      text += Buffer.from(chunk).toString();
      if (text.length < 10_000_000) appendFileSync(path, 'y'.repeat(100_000));
    }
    return text;
  });
  assert.ok(read === before, `${read.length} bytes`);
});
