/** By the SQuAD script of this version; they differ in what an empty answer is worth. */
export type SquadVersion = '1.1' | '2.0';

/** Fractions; `exact` is 1 or 0. */
export interface AnswerScore {
  readonly exact: number;
  readonly f1: number;
}

type Tokens = readonly string[];

/** Of one answer; both by words, a word as often as it occurs in both. */
export function scoreAnswer(predicted: Tokens, expected: Tokens, version: SquadVersion): AnswerScore {
  const exact = predicted.join(' ') === expected.join(' ') ? 1 : 0;
  // 2.0 asks whether there is an answer at all, so none is right where there is none; in 1.1 nothing is in common with nothing.
  if (predicted.length === 0 || expected.length === 0) return { exact, f1: version === '2.0' ? exact : 0 };
  return { exact, f1: (2 * inCommon(predicted, expected)) / (predicted.length + expected.length) };
}

function inCommon(predicted: Tokens, expected: Tokens): number {
  const left = new Map<string, number>();
  for (const word of expected) left.set(word, (left.get(word) ?? 0) + 1);
  return predicted.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count > 0;
  }).length;
}
