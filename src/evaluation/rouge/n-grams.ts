import { type RougeScore, rougeScore } from './rouge-score.ts';

/** More than the tokens of any vocabulary that fits into memory; two of them are one number that a double holds. */
const MOST_TOKENS = 2 ** 26;

/** ROUGE-N (Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004, section 2) for single tokens or pairs. */
export function scoreNGrams(n: 1 | 2, prediction: Uint32Array, reference: Uint32Array): RougeScore {
  const [predicted, expected] = n === 1 ? [prediction, reference] : [pairsOf(prediction), pairsOf(reference)];
  return rougeScore(inCommon(predicted, expected), predicted.length, expected.length);
}

function pairsOf(tokens: Uint32Array): Float64Array {
  const pairs = new Float64Array(Math.max(0, tokens.length - 1));
  for (let index = 0; index < pairs.length; index += 1) {
    pairs[index] = (tokens[index] ?? 0) * MOST_TOKENS + (tokens[index + 1] ?? 0);
  }
  return pairs;
}

/** What is in both twice counts twice. */
function inCommon(predicted: Iterable<number>, expected: Iterable<number>): number {
  const left = new Map<number, number>();
  for (const gram of expected) left.set(gram, (left.get(gram) ?? 0) + 1);
  let hits = 0;
  for (const gram of predicted) {
    const count = left.get(gram) ?? 0;
    if (count === 0) continue;
    left.set(gram, count - 1);
    hits += 1;
  }
  return hits;
}
