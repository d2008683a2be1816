import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const ROOT = new URL('../../', import.meta.url);

test('npm test runs every test file once: alone, or with those of its room in one process', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as { scripts: Record<string, string> };
  const leftOut = /grep -vE '\^test\/\(([^)]*)\)\/'/.exec(scripts['test'] ?? '')?.[1]?.split('|') ?? [];
  const folder = new URL('test/together/', ROOT);
  const together = readdirSync(folder).flatMap((file) => {
    const [, rooms = ''] = /importRooms\(([^)]*)\)/.exec(readFileSync(new URL(file, folder), 'utf8')) ?? [];
    return [...rooms.matchAll(/'([^']+)'/g)].map(([, room = '']) => room);
  });
  assert.deepEqual(together.toSorted(), leftOut.toSorted());
});
