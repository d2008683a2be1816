import type { ClassReport, ClassScore } from './class-report.ts';
import { fixed } from './fixed.ts';

const HEADINGS = ['precision', 'recall', 'f1-score', 'support'];
const NARROWEST = 'weighted avg'.length;
const COLUMN = 9;

/**
 * The report as text, character for character that of `sklearn.metrics.classification_report` (and of seqeval's, which is laid
 * out in the same way).
 * Of numbers halfway between two the last decimal of seqeval's may be another, as it makes F1 of the rounded precision and recall.
 * @param digits decimals of the fractions
 */
export function showClassReport({ classes, accuracy, averages, supportDigits }: ClassReport, digits = 2): string {
  const width = classes.reduce((widest, { name }) => Math.max(widest, [...name].length), Math.max(NARROWEST, digits));
  const line = (name: string, cells: readonly string[]): string =>
    `${aligned(name, width)} ${cells.map((cell) => ` ${aligned(cell, COLUMN)}`).join('')}\n`;
  const scoreLine = ({ name, precision, recall, f1, support }: ClassScore): string =>
    line(name, [...[precision, recall, f1].map((fraction) => fixed(fraction, digits)), support.toFixed(supportDigits)]);
  const support = (averages.at(-1)?.support ?? 0).toFixed(supportDigits);
  return [
    `${line('', HEADINGS)}\n`,
    ...classes.map(scoreLine),
    '\n',
    accuracy === undefined ? '' : line('accuracy', ['', '', fixed(accuracy, digits), support]),
    ...averages.map(scoreLine),
  ].join('');
}

/** By code points, as Python counts them. */
function aligned(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - [...text].length)) + text;
}
