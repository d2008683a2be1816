import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Uploads } from '../../../../src/sources/jsonl/s3/uploads.ts';

test('there is room until sixteen are under way, and again when one of them has ended, however it did', async () => {
  const uploads = new Uploads();
  const ends: ((error: Error) => void)[] = [];
  const under = Array.from({ length: 16 }, () =>
    uploads.run(() => new Promise((_, reject) => ends.push(reject))).catch(() => {}),
  );
  let hasRoom = false;
  const room = uploads.room().then(() => {
    hasRoom = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(hasRoom, false);
  ends[0]?.(new Error('refused'));
  await room;
  for (const end of ends) end(new Error('over'));
  await Promise.all(under);
});
