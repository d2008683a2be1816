import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rankLabels } from '../../../src/upstreams/embedded/zero-shot.ts';

/** A unit vector whose cosine with the first axis is `cosine`. */
function atCosine(cosine: number): Float32Array {
  const vector = new Float32Array(512);
  vector[0] = cosine;
  vector[1] = Math.sqrt(1 - cosine * cosine);
  return vector;
}

const text = atCosine(1);
const labels = [
  { label: 'far', vector: atCosine(0.1) },
  { label: 'near', vector: atCosine(0.5) },
  { label: 'between', vector: atCosine(0.3) },
];

test('labels come in order of likeness and their scores add up to one', () => {
  const ranking = rankLabels(text, labels, false);
  assert.deepEqual(ranking.labels, ['near', 'between', 'far']);
  assert.ok(Math.abs(ranking.scores.reduce((sum, score) => sum + score, 0) - 1) < 1e-9);
});

test('with multi_label each score depends on its own label only', () => {
  const all = rankLabels(text, labels, true);
  const one = rankLabels(text, labels.slice(0, 1), true);
  assert.equal(all.scores[2], one.scores[0]);
  assert.ok(all.scores.every((score) => score > 0 && score < 1));
});

test('a single label gets all of it', () => {
  assert.deepEqual(rankLabels(text, labels.slice(0, 1), false).scores, [1]);
});
