import type { LineNote, RecordDifference, VerifyReport } from './verify-report.ts';

/** Differences; the report file has more. */
const SHOWN = 10;

/** The report for people. */
export function showVerify(report: VerifyReport): string {
  const { summary, tolerance, differencesOmitted } = report;
  const beyond = Math.max(0, report.differences.length - SHOWN) + differencesOmitted;
  const lines = [
    `${report.endpoint}, codec ${report.codec}, batches of ${report.sizes.join(', ')}; ${toleranceText(tolerance)}`,
    '',
    ...table([
      ['records', summary.records],
      ['compared', summary.batched, 'alone and in batches'],
      ['  equal', summary.equal, 'byte for byte'],
      ['  equal within tolerance', summary.equalWithinTolerance, toleratedText(report)],
      ['  differing', summary.differing],
      ['  failed', summary.failed, 'the endpoint gave no answer to compare'],
      ['not compared', summary.alone, 'they share no call'],
      ['invalid', summary.invalid, 'not sent'],
      ['calls', summary.calls, `${summary.batches} of them joined${isolatedText(summary.isolatedBatches)}`],
    ]),
    ...(summary.refused === 0 ? [] : ['', `Answered with an error when alone: ${summary.refused} of the records compared.`]),
    ...notes('Invalid', report.invalid),
    ...notes('Failed', report.failures),
    ...notes('Not compared', report.alone),
    ...(report.differences.length === 0 ? [] : ['', 'Differences']),
    ...report.differences.slice(0, SHOWN).flatMap(showDifference),
    ...(beyond === 0 ? [] : [`  … and ${beyond} more`]),
    '',
    verdict(report),
  ];
  return `${lines.join('\n')}\n`;
}

function toleranceText({ absolute, relative }: VerifyReport['tolerance']): string {
  return `numbers may differ by ${absolute} + ${relative} x |alone|`;
}

function toleratedText({ summary }: VerifyReport): string {
  const { absolute, relative } = summary.tolerated;
  return summary.equalWithinTolerance === 0 ? '' : `largest difference ${short(absolute)}, relative ${short(relative)}`;
}

function isolatedText(count: number): string {
  return count === 0 ? '' : `; ${count} failed with a record that fails alone, and were sent singly`;
}

function showDifference({ line, batchSize, what, place, alone, batched, distance }: RecordDifference): string[] {
  const apart = distance.absolute === 0 ? '' : `; largest difference ${short(distance.absolute)}`;
  return [
    `  line ${line}, batch of ${batchSize}: ${what} at ${place}${apart}`,
    `    alone    ${alone}`,
    `    batched  ${batched}`,
  ];
}

function notes(title: string, list: readonly LineNote[]): string[] {
  if (list.length === 0) return [];
  return ['', title, ...list.map((note) => `  ${linesText(note)}: ${note.reason}`)];
}

function linesText({ lines, count }: LineNote): string {
  const more = count > lines.length ? ` and ${count - lines.length} more` : '';
  return `${count === 1 ? 'line' : 'lines'} ${lines.join(', ')}${more}`;
}

function verdict({ passed, summary }: VerifyReport): string {
  if (summary.batched === 0) return 'Nothing was compared: no two records may share a call.';
  if (!passed) return 'FAILED';
  return 'PASSED: every answer is the same alone and batched.';
}

type Row = readonly [label: string, count: number, note?: string];

function table(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([, count]) => String(count).length));
  return rows.map(([label, count, note = '']) => `${label.padEnd(26)}${String(count).padStart(width)}  ${note}`.trimEnd());
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
