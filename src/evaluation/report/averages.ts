import type { ClassScore } from './class-report.ts';
import { numpySum } from './numpy-sum.ts';
import { ratio, scoreOf, sumOf, type Tally } from './tally.ts';

/** All classes as if they were one. */
export function microAverage(tallies: readonly Tally[]): ClassScore {
  return scoreOf('micro avg', sumOf(tallies));
}

/** Every class counts the same. */
export function macroAverage(classes: readonly ClassScore[]): ClassScore {
  return average('macro avg', classes, () => 1);
}

/** Every class counts by how many there should be of it. */
export function weightedAverage(classes: readonly ClassScore[]): ClassScore {
  return average('weighted avg', classes, ({ support }) => support);
}

/** Of no classes 0. */
function average(name: string, classes: readonly ClassScore[], weightOf: (one: ClassScore) => number): ClassScore {
  const total = (valueOf: (one: ClassScore) => number): number => numpySum(classes.map(valueOf));
  const weight = total(weightOf);
  const mean = (part: 'precision' | 'recall' | 'f1'): number =>
    ratio(
      total((one) => one[part] * weightOf(one)),
      weight,
    );
  return { name, precision: mean('precision'), recall: mean('recall'), f1: mean('f1'), support: total(({ support }) => support) };
}
