import { DrawnSums } from '../drawn-sums.ts';
import type { Column, Metric, Scored } from '../metric.ts';
import { macroAverage, microAverage, weightedAverage } from '../report/averages.ts';
import type { ClassReport } from '../report/class-report.ts';
import { ratio, scoreOf, type Tally } from '../report/tally.ts';
import { checkTags } from './check-tags.ts';
import { type Compared, compareEntities } from './compare-entities.ts';
import { readLenient } from './read-lenient.ts';
import { strictReader } from './read-strict.ts';
import type { SchemeName } from './schemes.ts';

export interface EntityOptions {
  /** Given, only what is written as this scheme has it is an entity (`mode='strict'`); else what conlleval takes for one. */
  readonly strict?: SchemeName;
}

type Tags = readonly string[];
/** Tags that are right, and tags. */
type TagCounts = readonly [right: number, all: number];

/**
 * Named entities by seqeval 1.2.2. An item is a sequence of tags, the prefix first: `B-PER`; an entity that was found counts when
 * its start, end and type are right.
 *
 * Figures, in fractions: `f1`, `precision`, `recall` of all entities (the micro average), and `accuracy` of the tags; 0 of
 * nothing. Columns: `f1` of the item by itself, 1 where there is none and none was found, and `accuracy` of its tags. The report
 * is by type, without the O.
 */
export function entities({ strict }: EntityOptions = {}): Metric<Tags, Tags> {
  const read = strict === undefined ? readLenient : strictReader(strict);
  return {
    name: 'entities',
    score: (predictions, references) => {
      checkTags(predictions, references);
      const compared = compareEntities(read(predictions), read(references), predictions.length);
      return scored(
        compared,
        predictions.map((tags, item) => tagCounts(tags, references[item] ?? [])),
      );
    },
  };
}

function scored({ byType, byItem }: Compared, counts: readonly TagCounts[]): Scored {
  const tallies = (['predicted', 'expected', 'hits'] as const).map((part) => Float64Array.from(byItem, (tally) => tally[part]));
  const tags = ([0, 1] as const).map((part) => Float64Array.from(counts, (count) => count[part]));
  const sums = new DrawnSums(byItem.length, [...tallies, ...tags]);
  const figuresOf = (draw: Uint32Array): Float64Array => {
    const [predicted = 0, expected = 0, hits = 0, right = 0, all = 0] = sums.over(draw);
    const { f1, precision, recall } = scoreOf('', { predicted, expected, hits });
    return Float64Array.of(f1, precision, recall, ratio(right, all));
  };
  const values = figuresOf(Uint32Array.from(byItem.keys()));
  return {
    items: byItem.length,
    figures: ['f1', 'precision', 'recall', 'accuracy'].map((name, index) => ({
      name,
      value: values[index] ?? 0,
      unit: 'fraction',
    })),
    columns: columnsOf(byItem, counts),
    figuresOf,
    report: reportOf(byType),
  };
}

function columnsOf(byItem: readonly Tally[], counts: readonly TagCounts[]): readonly Column[] {
  const ofItem = (tally: Tally): number => (tally.predicted + tally.expected === 0 ? 1 : scoreOf('', tally).f1);
  return [
    { name: 'f1', values: Float64Array.from(byItem, ofItem) },
    { name: 'accuracy', values: Float64Array.from(counts, ([right, all]) => ratio(right, all)) },
  ];
}

function reportOf(byType: ReadonlyMap<string, Tally>): ClassReport {
  const classes = [...byType].map(([type, tally]) => scoreOf(type, tally));
  return {
    classes,
    accuracy: undefined,
    supportDigits: 0,
    averages: [microAverage([...byType.values()]), macroAverage(classes), weightedAverage(classes)],
  };
}

function tagCounts(predicted: Tags, expected: Tags): TagCounts {
  return [predicted.filter((tag, place) => tag === expected[place]).length, predicted.length];
}
