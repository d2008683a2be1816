import type { ClassReport, ClassScore } from './class-report.ts';

export interface ClassData {
  readonly precision: number;
  readonly recall: number;
  readonly 'f1-score': number;
  readonly support: number;
}

/**
 * The report as `classification_report(output_dict=True)` of scikit-learn and seqeval have it, to be written as JSON. A class of
 * the name of an average gives way to it, as there.
 */
export function classReportData({ classes, accuracy, averages }: ClassReport): Readonly<Record<string, ClassData | number>> {
  const dataOf = ({ name, precision, recall, f1, support }: ClassScore) =>
    [name, { precision, recall, 'f1-score': f1, support }] as const;
  const ofAll = accuracy === undefined ? [] : [['accuracy', accuracy] as const];
  return Object.fromEntries<ClassData | number>([...classes.map(dataOf), ...ofAll, ...averages.map(dataOf)]);
}
