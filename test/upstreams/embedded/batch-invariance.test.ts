import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Encoder } from '../../../src/upstreams/embedded/encoder.ts';
import { findWeightsFolder } from '../../../src/upstreams/embedded/packages.ts';
import { references } from './reference.ts';

const encoder = await Encoder.load(findWeightsFolder());
const texts = references.map(({ text }) => text);
const alone = await Promise.all(texts.map(async (text) => (await encoder.encode([text])).vectors));

test('an embedding is the same to 1e-5 whatever batch its text is in', async () => {
  const picks = fc.array(fc.nat(texts.length - 1), { minLength: 1, maxLength: 32 });
  await fc.assert(fc.asyncProperty(picks, checkBatch), { numRuns: 30 });
});

test('an embedding is the same to 1e-5 behind any other text', async () => {
  const anyText = fc.string({ unit: 'grapheme', maxLength: 300 });
  const property = fc.asyncProperty(anyText, fc.nat(texts.length - 1), async (before, pick) => {
    const { vectors } = await encoder.encode([before, texts[pick] as string]);
    assertClose(vectors.subarray(512), pick);
  });
  await fc.assert(property, { numRuns: 50 });
});

async function checkBatch(picks: readonly number[]): Promise<void> {
  const { vectors } = await encoder.encode(picks.map((pick) => texts[pick] as string));
  picks.forEach((pick, row) => assertClose(vectors.subarray(row * 512, (row + 1) * 512), pick));
}

function assertClose(vector: Float32Array, pick: number): void {
  const expected = alone[pick] as Float32Array;
  const difference = vector.reduce((most, x, i) => Math.max(most, Math.abs(x - (expected[i] as number))), 0);
  assert.ok(difference < 1e-5, `${difference} for ${JSON.stringify(texts[pick])}`);
}
