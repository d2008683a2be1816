import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const ROOT = new URL('../../', import.meta.url);

test('npm test runs every test file once: alone, or with those of its room in one process', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as { scripts: Record<string, string> };
  const alone = [...(scripts['test'] ?? '').matchAll(/test\/(\S+)\/\*\.test\.ts/g)].map(([, room]) => room);
  const folder = new URL('test/together/', ROOT);
  const together = readdirSync(folder).flatMap((file) => {
    const [, rooms = ''] = /importRooms\(([^)]*)\)/.exec(readFileSync(new URL(file, folder), 'utf8')) ?? [];
    return [...rooms.matchAll(/'([^']+)'/g)].map(([, room]) => room);
  });
  const rooms = [...alone, ...together];
  const files = readdirSync(new URL('test/', ROOT), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.test.ts'),
  );
  assert.ok(files.length > 150);
  const runs = files.map((file) => [file, rooms.filter((room) => file.startsWith(`${room}/`)).length] as const);
  assert.deepEqual(
    runs.filter(([, times]) => times !== 1),
    [],
  );
});
