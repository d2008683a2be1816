import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ROOT, run, runHere } from './tidegate.ts';

test('help and version are data, and a success', async () => {
  assert.deepEqual(await runHere(['--version']), { code: 0, stdout: '1.2.3\n', stderr: '' });
  for (const args of [['--help'], ['serve', '--help'], ['help', 'config']]) {
    const { code, stdout, stderr } = await runHere(args);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    assert.match(stdout, /^Usage: tidegate/);
  }
});

const MISUSES: readonly (readonly [args: readonly string[], said: RegExp])[] = [
  [[], /Usage: tidegate/],
  [['sevre'], /unknown command 'sevre'[\s\S]*Did you mean serve\?/],
  [['config', '--nope'], /unknown option '--nope'/],
  [['config', 'extra'], /too many arguments/],
  [['config', '-c'], /argument missing/],
  [['serve', '--port', '70000'], /Expected an integer from 0 to 65535/],
  [['serve', '--port', 'x'], /Expected an integer from 0 to 65535/],
  [['serve', '--host', ''], /Expected an address/],
];

for (const [args, said] of MISUSES) {
  test(`bad usage is told on stderr, with code 2: tidegate ${args.join(' ')}`, async () => {
    const { code, stdout, stderr } = await runHere(args);
    assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
    assert.match(stderr, said);
  });
}

test('the process itself ends with these codes and knows its version', async () => {
  const [version, misuse] = await Promise.all([run(['--version']), run(['--nope'])]);
  const { version: expected }: { version: string } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));
  assert.deepEqual(version, { code: 0, stdout: `${expected}\n`, stderr: '' });
  assert.equal(misuse.code, 2);
});
