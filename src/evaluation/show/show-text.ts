import type { Evaluation, Measured } from '../evaluation.ts';
import { showClassReport } from '../report/show-class-report.ts';
import { letter } from './letter.ts';
import { bounds, figureTitle, number, signed } from './number.ts';
import { legend, summary } from './summary.ts';

/** Decimals of reports by class. */
const DIGITS = 4;

/**
 * For a terminal: a line a figure and system, no wider than 80 columns however many systems there are and whatever they are called, as
 * these go by letters.
 */
export function showText(evaluation: Evaluation): string {
  const { systems, measured } = evaluation;
  const isOne = systems.length === 1;
  const head = ['', isOne ? [] : [''], 'value', isOne ? [] : ['difference from A']].flat();
  const rows = measured.flatMap((one) => rowsOf(one, isOne));
  return `${[
    ...summary(evaluation),
    '',
    ...systems.map((name, system) => (isOne ? name : `${letter(system)}  ${name}`)),
    '',
    ...aligned([head, ...rows]),
    '',
    ...legend(evaluation),
    ...measured.flatMap(({ metric, reports }) =>
      reports.map((report, system) => `\n${metric}, ${systems[system] ?? ''}\n${showClassReport(report, DIGITS).trimEnd()}`),
    ),
  ].join('\n')}\n`;
}

function rowsOf({ metric, estimates, differences }: Measured, isOne: boolean): string[][] {
  return (estimates[0] ?? []).flatMap(({ name, unit }, figure) =>
    estimates.flatMap((ofSystem, system) => {
      const estimate = ofSystem[figure];
      if (estimate === undefined) return [];
      const title = system === 0 ? figureTitle(metric, name, unit) : '';
      const value = `${number(estimate.value, unit)} ${bounds(estimate, unit)}`;
      if (isOne) return [[title, value]];
      return [[title, letter(system), value, differenceText(differences[system - 1]?.[figure])]];
    }),
  );
}

function differenceText(difference: Measured['differences'][number][number] | undefined): string {
  if (difference === undefined) return '';
  const { value, unit, significant } = difference;
  return `${signed(value, unit)} ${bounds(difference, unit, signed)}${significant ? ' *' : ''}`;
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
