import type { Estimate } from '../bootstrap/estimates.ts';
import type { Evaluation, Measured } from '../evaluate.ts';
import { showClassReport } from '../report/show-class-report.ts';
import { number, signed } from './number.ts';

/** For a terminal: a line a figure, a column a system, differences from the first behind them. */
export function showText(evaluation: Evaluation): string {
  const { systems, measured } = evaluation;
  const head = ['', ...systems, ...systems.slice(1).map((name) => (systems.length > 2 ? `${name} - first` : 'difference'))];
  const rows = measured.flatMap(rowsOf);
  const lines = [summary(evaluation), '', ...aligned([head, ...rows])];
  const hasSignificant = measured.some(({ differences }) => differences.flat().some(({ significant }) => significant));
  if (hasSignificant) lines.push('', '* the interval of the difference is on one side of zero');
  const reports = measured.flatMap(({ metric, reports: all }) =>
    all.map((report, index) => `\n${metric}, ${systems[index] ?? ''}\n${showClassReport(report, 4)}`),
  );
  return `${lines.join('\n')}\n${reports.join('')}`;
}

/** What was compared, and what could not be. */
export function summary({ items, joinedBy, missing, confidence }: Evaluation): string {
  const count = `${items} ${items === 1 ? 'item' : 'items'}, joined by ${joinedBy}`;
  const what = `${count}; in brackets where ${Number((100 * confidence).toFixed(2))} % of other samples of such items would be`;
  if (missing.length === 0) return what;
  const some = missing.slice(0, 3).join(', ');
  return `${what}\n${missing.length} left out, which have no prediction: ${some}${missing.length > 3 ? ', …' : ''}`;
}

function rowsOf({ metric, estimates, differences }: Measured): string[][] {
  return (estimates[0] ?? []).map(({ name, unit }, index) => [
    `${figureName(metric, name)}${unit === 'percent' ? ' %' : ''}`,
    ...estimates.map((ofSystem) => withInterval(ofSystem[index])),
    ...differences.map((ofSystem) => {
      const difference = ofSystem[index];
      if (difference === undefined) return '';
      const { value, low, high, significant } = difference;
      return `${signed(value, unit)} [${signed(low, unit)}, ${signed(high, unit)}]${significant ? ' *' : ''}`;
    }),
  ]);
}

/** Figures that bear the name of their metric need no other. */
export function figureName(metric: string, figure: string): string {
  return figure.startsWith(metric) ? figure : `${metric} ${figure}`;
}

function withInterval(estimate: Estimate | undefined): string {
  if (estimate === undefined) return '';
  const { value, low, high, unit } = estimate;
  return `${number(value, unit)} [${number(low, unit)}, ${number(high, unit)}]`;
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
