import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { AppendFile } from '../../../src/sources/jsonl/append-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'tidegate-append-'));
after(() => rmSync(folder, { recursive: true }));

async function resumed(file: string): Promise<{ output: AppendFile; lines: string[] }> {
  const lines: string[] = [];
  const output = await AppendFile.resumed(file, (line) => lines.push(line.toString('latin1')));
  return { output, lines };
}

test('what there is of whole lines stays, a torn one is cut off, and the next is behind them', async () => {
  const file = join(folder, 'torn');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('', 'a', 'line', '{"a":1}\r')),
      fc.constantFrom('', 't', 'torn'),
      async (whole, torn) => {
        const text = whole.map((line) => `${line}\n`).join('');
        writeFileSync(file, text + torn);
        const { output, lines } = await resumed(file);
        await output.append(Buffer.from('next\n'));
        await output.close();
        assert.deepEqual(lines, whole);
        assert.equal(readFileSync(file, 'utf8'), `${text}next\n`);
      },
    ),
    { numRuns: 30 },
  );
});

test('lines longer than what is read at once are whole, too, torn ones cut off', async () => {
  const file = join(folder, 'long');
  const long = 'x'.repeat(2_500_000);
  writeFileSync(file, `a\n${long}\nb\n${long}`);
  const { output, lines } = await resumed(file);
  await output.close();
  assert.deepEqual(
    lines.map((line) => [line.length, line[0]]),
    [
      [1, 'a'],
      [long.length, 'x'],
      [1, 'b'],
    ],
  );
  assert.equal(readFileSync(file).length, long.length + 5);
});

test('where there is no file one is made, and an empty one has no lines', async () => {
  const file = join(folder, 'new');
  for (const text of ['', 'a\n']) {
    const { output, lines } = await resumed(file);
    assert.deepEqual(lines, []);
    await output.append(Buffer.from(text));
    await output.close();
  }
  assert.equal(readFileSync(file, 'utf8'), 'a\n');
});

test('one that is to be empty is, whatever was there', async () => {
  const file = join(folder, 'emptied');
  writeFileSync(file, 'old\nold');
  const output = await AppendFile.empty(file);
  await output.append(Buffer.from('new\n'));
  await output.close();
  assert.equal(readFileSync(file, 'utf8'), 'new\n');
});

test('what keeps nothing is written to, and has no lines', async () => {
  for (const open of [AppendFile.empty('/dev/null'), resumed('/dev/null').then(({ output }) => output)]) {
    const output = await open;
    await output.append(Buffer.from('gone\n'));
    await output.close();
  }
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reader = spawn('cat', [pipe]);
  const closed = once(reader, 'close');
  let read = '';
  reader.stdout.on('data', (chunk) => (read += String(chunk)));
  const output = await AppendFile.empty(pipe);
  await output.append(Buffer.from('through\n'));
  await output.close();
  await closed;
  assert.equal(read, 'through\n');
});

test('a disk that is full, and a folder that is not there, are what the system says', async () => {
  const full = await AppendFile.empty('/dev/full');
  await assert.rejects(full.append(Buffer.from('a')), { code: 'ENOSPC' });
  await full.close();
  await assert.rejects(AppendFile.empty(join(folder, 'none', 'file')), { code: 'ENOENT' });
  await assert.rejects(resumed(folder), { code: 'EISDIR' });
});

test('where two write to one file, the second to write does not', async () => {
  const file = join(folder, 'shared');
  const [one, other] = [await AppendFile.empty(file), await AppendFile.resumed(file, () => {})];
  await one.append(Buffer.from('a\n'));
  await assert.rejects(other.append(Buffer.from('b\n')), { code: 'EBUSY', message: /shared: something else writes to it, too$/ });
  await one.append(Buffer.from('c\n'));
  await Promise.all([one.close(), other.close()]);
  assert.equal(readFileSync(file, 'utf8'), 'a\nc\n');
});
