import { DIMENSIONS } from './graph.ts';

/** A label and the embedding [DIMENSIONS] of the hypothesis made of it. */
export interface EmbeddedLabel {
  readonly label: string;
  readonly vector: Float32Array;
}

/** Labels with their scores in 0..1, highest first. */
export interface Ranking {
  readonly labels: readonly string[];
  readonly scores: readonly number[];
}

/** Right and wrong labels lie some 0.1 of cosine apart: this makes of that a clear first place, not a certainty. */
const TEMPERATURE = 0.05;
/** Cosine halfway between those of right (0.43) and wrong (0.23) labels with the default template. */
const EVEN_COSINE = 0.33;

/**
 * Ranks labels for one text by the cosine of their embeddings. The scores are a softmax, together 1, or with `multiLabel`
 * independent logistic ones. `text` is [DIMENSIONS]; all vectors have length 1.
 */
export function rankLabels(text: Float32Array, labels: readonly EmbeddedLabel[], multiLabel: boolean): Ranking {
  const logits = labels.map(({ vector }) => (dot(text, vector) - EVEN_COSINE) / TEMPERATURE);
  const scores = multiLabel ? logits.map(logistic) : softmax(logits);
  const ranked = labels.map(({ label }, i) => ({ label, score: scores[i] as number })).sort((a, b) => b.score - a.score);
  return { labels: ranked.map(({ label }) => label), scores: ranked.map(({ score }) => score) };
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < DIMENSIONS; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function logistic(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** Cosines bound the logits, so no exponential overflows. */
function softmax(logits: readonly number[]): number[] {
  const weights = logits.map(Math.exp);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
