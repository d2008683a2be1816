import { CommonSubsequence } from './common-subsequence.ts';
import { type RougeScore, rougeScore } from './rouge-score.ts';

/**
 * ROUGE-Lsum (Lin, 2004, section 3.2): a token of a reference sentence is a hit when it is in a longest common subsequence with
 * any sentence of the prediction. As in `rouge_score` and ROUGE 1.5.5 no token of the prediction is a hit twice.
 * @param prediction its sentences as tokens, and @param reference those of the reference
 */
export function scoreSummary(prediction: readonly Uint32Array[], reference: readonly Uint32Array[]): RougeScore {
  const sentences = prediction.map((sentence) => new CommonSubsequence(sentence));
  const left = countsOf(prediction);
  let hits = 0;
  for (const sentence of reference) {
    for (const place of unionOf(sentence, sentences)) {
      const token = sentence[place] ?? 0;
      const count = left.get(token) ?? 0;
      if (count === 0) continue;
      left.set(token, count - 1);
      hits += 1;
    }
  }
  return rougeScore(hits, lengthOf(prediction), lengthOf(reference));
}

/** Places in a reference sentence that are in a longest common subsequence with one of the others. */
function unionOf(sentence: Uint32Array, others: readonly CommonSubsequence[]): ReadonlySet<number> {
  return new Set(others.flatMap((other) => other.placesIn(sentence)));
}

function countsOf(sentences: readonly Uint32Array[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const sentence of sentences) for (const token of sentence) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

function lengthOf(sentences: readonly Uint32Array[]): number {
  return sentences.reduce((sum, { length }) => sum + length, 0);
}
