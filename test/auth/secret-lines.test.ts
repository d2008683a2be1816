import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { secretLines } from '../../src/auth/secret-lines.ts';
import { UnusableFile } from '../../src/kernel/unusable-file.ts';
import { file } from './files.ts';

const GOOD = 'AbC-._~+/0123456789==';

test('a file has a secret a line; comments, empty lines and line ends of any kind do not count', async () => {
  const path = file('tokens', `# of the search team\n\n${GOOD}\r\n  another-token-of-theirs  \n`);
  assert.deepEqual(await secretLines(path, 'o'), [GOOD, 'another-token-of-theirs']);
});

for (const [name, text, found] of [
  ['too short', `${GOOD}\nshort-SECRET`, 'something else in line 2'],
  ['with a space in it', 'two SECRET words, and long', 'something else in line 1'],
  ['that is not ASCII', 'SECRET-sécret-sécret-sécret', 'something else in line 1'],
  ['of none', '# nothing\n\n', 'none'],
] as const) {
  test(`a file with a secret ${name} is refused, and the message holds nothing of it`, async () => {
    const path = file('bad', text);
    await assert.rejects(secretLines(path, 'auth.tokens.a.file'), (error) => {
      assert.ok(error instanceof UnusableFile);
      assert.deepEqual([error.file, error.option, error.found], [path, 'auth.tokens.a.file', found]);
      assert.ok(!error.message.includes('SECRET') && !error.message.includes(GOOD), error.message);
      return true;
    });
  });
}

test('a file that is not there, or a directory, is told by its name', async () => {
  await assert.rejects(secretLines('/nowhere/tokens', 'o'), /^UnusableFile: \/nowhere\/tokens \(o\): .* no such file$/);
  await assert.rejects(secretLines(tmpdir(), 'o'), /a directory$/);
});
