import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Weights } from '../../../src/upstreams/embedded/weights.ts';

const floats = Float32Array.of(1, 2, 3, 4, 5);
const bytes = new Uint8Array(floats.buffer);
const manifest = {
  paths: ['shard1', 'shard2'],
  weights: [
    { name: 'pair', shape: [2], dtype: 'float32' },
    { name: 'scalar', shape: [], dtype: 'float32' },
    { name: 'column', shape: [2, 1], dtype: 'float32' },
  ],
};
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weights-'));
  await writeFile(join(folder, 'model.json'), JSON.stringify({ weightsManifest: [manifest] }));
  await writeFile(join(folder, 'shard1'), bytes.subarray(0, 14));
});

after(() => rm(folder, { recursive: true }));

test('a constant that lies across two files is read whole', async () => {
  await writeFile(join(folder, 'shard2'), bytes.subarray(14));
  const weights = await Weights.read(folder);
  assert.deepEqual(weights.get('column'), { shape: [2, 1], offset: 12, length: 8 });
  assert.deepEqual([...weights.floats('column')], [4, 5]);
  assert.deepEqual([...weights.floats('scalar')], [3]);
});

test('an unknown constant is named', async () => {
  await writeFile(join(folder, 'shard2'), bytes.subarray(14));
  const weights = await Weights.read(folder);
  assert.throws(() => weights.get('absent'), /lack absent/);
});

test('files that end too early are refused', async () => {
  await writeFile(join(folder, 'shard2'), bytes.subarray(14, 18));
  await assert.rejects(Weights.read(folder), /end before column/);
});
