import { checkPairs } from '../check-pairs.ts';
import { means } from '../means.ts';
import type { Metric } from '../metric.ts';
import { type References, referencesOf } from '../references.ts';
import { answerTokens } from './answer-tokens.ts';
import { type AnswerScore, type SquadVersion, scoreAnswer } from './score-answer.ts';

export interface SquadOptions {
  /** 1.1 unless given; 2.0 where questions may have no answer. */
  readonly version?: SquadVersion;
}

/**
 * Short answers by the evaluation scripts of SQuAD 1.1 and 2.0 (Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine
 * Comprehension of Text", 2016; "Know What You Don't Know", 2018). Of several references the best counts, for each of the two by
 * itself.
 *
 * Figures, in percent as the scripts tell them: `exact_match`, `f1`. Columns of the same names, in fractions. With 2.0 a question
 * without an answer has no references, or an empty one, and only a prediction of no words is right; references of nothing but
 * articles and punctuation do not count. The separate figures of 2.0 for questions with and without an answer, and its
 * thresholds, are not here.
 */
export function squad({ version = '1.1' }: SquadOptions = {}): Metric<string, References> {
  const expectedOf =
    version === '2.0' ? answersOf : (references: References, item: number) => referencesOf(references, item).map(answerTokens);
  return {
    name: 'squad',
    score: (predictions, references) => {
      checkPairs(predictions, references);
      const scores = predictions.map((prediction, item) => best(prediction, expectedOf(references[item] ?? [], item), version));
      const columns = [
        { name: 'exact_match', values: Float64Array.from(scores, ({ exact }) => exact) },
        { name: 'f1', values: Float64Array.from(scores, ({ f1 }) => f1) },
      ];
      return means(predictions.length, columns, 'percent');
    },
  };
}

function best(prediction: string, expected: readonly (readonly string[])[], version: SquadVersion): AnswerScore {
  const predicted = answerTokens(prediction);
  const scores = expected.map((answer) => scoreAnswer(predicted, answer, version));
  return { exact: Math.max(...scores.map(({ exact }) => exact)), f1: Math.max(...scores.map(({ f1 }) => f1)) };
}

/** Those that say something; where there are none, that there is none. */
function answersOf(references: References): readonly (readonly string[])[] {
  const answers = (typeof references === 'string' ? [references] : references)
    .map(answerTokens)
    .filter(({ length }) => length > 0);
  return answers.length === 0 ? [[]] : answers;
}
