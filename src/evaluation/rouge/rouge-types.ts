import { CommonSubsequence } from './common-subsequence.ts';
import { scoreNGrams } from './n-grams.ts';
import { type RougeScore, rougeScore } from './rouge-score.ts';
import { scoreSummary } from './summary-lcs.ts';
import type { Vocabulary } from './vocabulary.ts';

export type RougeType = 'rouge1' | 'rouge2' | 'rougeL' | 'rougeLsum';

/** A text as tokens. */
export interface Tokenised {
  readonly tokens: Uint32Array;
  /** The same by sentences, which ROUGE-Lsum alone tells apart. */
  readonly sentences: readonly Uint32Array[];
}

/** A line is a sentence; the package's `split_summaries`, which finds sentences by a model of NLTK, is not here. */
export function tokenise(text: string, vocabulary: Vocabulary): Tokenised {
  return { tokens: vocabulary.tokens(text), sentences: text.split('\n').map((line) => vocabulary.tokens(line)) };
}

export const SCORERS: Readonly<Record<RougeType, (prediction: Tokenised, reference: Tokenised) => RougeScore>> = {
  rouge1: (prediction, reference) => scoreNGrams(1, prediction.tokens, reference.tokens),
  rouge2: (prediction, reference) => scoreNGrams(2, prediction.tokens, reference.tokens),
  rougeL: ({ tokens: prediction }, { tokens: reference }) =>
    rougeScore(new CommonSubsequence(prediction).lengthWith(reference), prediction.length, reference.length),
  rougeLsum: (prediction, reference) => scoreSummary(prediction.sentences, reference.sentences),
};
