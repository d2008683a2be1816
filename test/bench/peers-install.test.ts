import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { absentLine, reasonOf } from '../../bench/peers/absent.ts';
import { cacheFolder } from '../../bench/peers/install/cache.ts';
import { available, install } from '../../bench/peers/install/installation.ts';

function scratch(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-test-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('a peer is ready once all its steps were done', async (context) => {
  const folder = join(scratch(context), 'peer');
  const installation = { folder, steps: [{ command: process.execPath, args: ['-e', ''], cwd: tmpdir() }] };
  assert.deepEqual(await available(installation), { absent: 'not installed (npm run bench -- peers install)' });
  assert.equal(await install(installation), 'ready');
  assert.equal(await available(installation), 'ready');
});

test('a peer that cannot be installed says why, then and later, and is tried again', async (context) => {
  const folder = join(scratch(context), 'peer');
  const complain = (complaint: string) => ({ command: process.execPath, args: ['-e', complaint] });
  const broken = { folder, steps: [complain("console.error('no such release'); process.exit(1)")] };
  const absent = { absent: 'could not be installed: node -e: no such release' };
  assert.deepEqual(await install(broken), absent);
  assert.deepEqual(await available(broken), absent);
  assert.equal(await install({ folder, steps: [complain('')] }), 'ready');
});

test('a tool that is not there is a reason too', async (context) => {
  const folder = join(scratch(context), 'peer');
  const found = await install({ folder, steps: [{ command: 'no-such-tool', args: ['build'] }] });
  assert.match(absentLine({ peer: 'some', reason: JSON.stringify(found) }), /some: absent: .*no-such-tool build: .*ENOENT/);
});

test('other pins are another folder', (context) => {
  const pins = join(scratch(context), 'pins.txt');
  writeFileSync(pins, 'a==1');
  const before = cacheFolder('some', [pins]);
  assert.equal(cacheFolder('some', [pins]), before);
  writeFileSync(pins, 'a==2');
  assert.notEqual(cacheFolder('some', [pins]), before);
  assert.ok(!existsSync(before));
});

test('a reason is one line', () => {
  assert.equal(
    reasonOf(new Error('did not start; it said:\nTraceback\n  x\nNo such model')),
    'did not start; it said: No such model',
  );
  assert.equal(reasonOf('gone'), 'gone');
});
