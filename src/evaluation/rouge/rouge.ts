import { checkPairs } from '../check-pairs.ts';
import { means } from '../means.ts';
import type { Column, Metric } from '../metric.ts';
import { type References, referencesOf } from '../references.ts';
import type { RougeScore } from './rouge-score.ts';
import { type RougeType, SCORERS, tokenise } from './rouge-types.ts';
import { Vocabulary } from './vocabulary.ts';

const ALL: readonly RougeType[] = ['rouge1', 'rouge2', 'rougeL', 'rougeLsum'];

export interface RougeOptions {
  /** All four unless given. */
  readonly types?: readonly RougeType[];
  /** Whether words of more than three letters count by their Porter stems; false unless given, as in the package. */
  readonly stemmer?: boolean;
}

/**
 * ROUGE (Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004) as `rouge_score` 0.1.2 has it. Of several
 * references the one with the highest F-measure counts, for each type by itself, the first of equals (`score_multi`).
 *
 * Figures and columns, in fractions: of each type the F-measure (`rouge1`), `rouge1.precision` and `rouge1.recall`, as means over
 * the items. Sentences, for `rougeLsum`, are lines.
 */
export function rouge({ types = ALL, stemmer = false }: RougeOptions = {}): Metric<string, References> {
  return {
    name: 'rouge',
    score: (predictions, references) => {
      checkPairs(predictions, references);
      const vocabulary = new Vocabulary(stemmer);
      const scores = predictions.map((prediction, item) =>
        scoreItem(prediction, referencesOf(references[item] ?? [], item), types, vocabulary),
      );
      return means(
        predictions.length,
        types.flatMap((type, index) =>
          columnsOf(
            type,
            scores.map((ofItem) => ofItem[index]),
          ),
        ),
        'fraction',
      );
    },
  };
}

/** A score a type. */
function scoreItem(
  prediction: string,
  references: readonly string[],
  types: readonly RougeType[],
  vocabulary: Vocabulary,
): RougeScore[] {
  const predicted = tokenise(prediction, vocabulary);
  const expected = references.map((reference) => tokenise(reference, vocabulary));
  return types.map((type) => expected.map((reference) => SCORERS[type](predicted, reference)).reduce(better));
}

function better(best: RougeScore, other: RougeScore): RougeScore {
  return other.fmeasure > best.fmeasure ? other : best;
}

function columnsOf(type: RougeType, scores: readonly (RougeScore | undefined)[]): Column[] {
  const valuesOf = (part: keyof RougeScore): Float64Array => Float64Array.from(scores, (score) => score?.[part] ?? 0);
  return [
    { name: type, values: valuesOf('fmeasure') },
    { name: `${type}.precision`, values: valuesOf('precision') },
    { name: `${type}.recall`, values: valuesOf('recall') },
  ];
}
