import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigError, loadConfig } from '../../src/config/index.ts';
import { CODEC_NAMES } from './parse.ts';

const directory = mkdtempSync(join(tmpdir(), 'tidegate-config-'));

async function problemsOfFile(path: string): Promise<ConfigError['problems']> {
  try {
    await loadConfig({ path, env: {}, codecNames: CODEC_NAMES });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems;
  }
}

test('problems name the file as it was given', async () => {
  const path = join(directory, 'bad.yaml');
  writeFileSync(path, 'endpoints: 3\n');
  assert.deepEqual(await problemsOfFile(path), [
    { source: path, line: 1, col: 12, path: 'endpoints', expected: 'a mapping', found: '3' },
  ]);
});

test('a byte order mark is no part of the first line', async () => {
  const path = join(directory, 'bom.yaml');
  writeFileSync(path, '\uFEFFendpoints: 3\n');
  assert.equal((await problemsOfFile(path))[0]?.col, 12);
});

test('a file that cannot be read is a problem without a place', async () => {
  for (const [path, found] of [
    [join(directory, 'none.yaml'), 'no such file'],
    [directory, 'a directory'],
  ] as const) {
    const [problem] = await problemsOfFile(path);
    assert.equal(problem?.source, path);
    assert.equal(problem?.line, undefined);
    assert.equal(problem?.expected, 'a readable file');
    assert.equal(problem?.found, found);
  }
});

test('a good file gives what it says and nothing else', async () => {
  const path = join(directory, 'good.yaml');
  writeFileSync(path, 'endpoints: { a: { upstream: { type: embedded } } }\n');
  assert.deepEqual(await loadConfig({ path, env: {}, codecNames: CODEC_NAMES }), {
    endpoints: { a: { upstream: { type: 'embedded' } } },
  });
});
