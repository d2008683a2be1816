import type { RedriveReport } from '../gateway/redrive.ts';

/** How far it has come, in a line. */
export function progressText({ read, put }: Pick<RedriveReport, 'read' | 'put'>): string {
  return `${read} read, ${put} put back`;
}

/** The report for people. */
export function showRedrive(report: RedriveReport, isDryRun: boolean): string {
  const { read, skipped, chosen, put, refused, unsure, left, doneTo } = report;
  const lines: readonly (readonly [count: number, what: string])[] = [
    [read, 'dead letters read'],
    [skipped.otherStream, 'skipped: of another stream'],
    [skipped.otherCode, 'skipped: of another error code'],
    [skipped.malformed, 'skipped: malformed'],
    [skipped.noData, 'skipped: without data'],
    [chosen, 'chosen'],
    [put, 'put back'],
    [refused, 'refused by the stream'],
    [unsure, 'sent, and perhaps not stored'],
    [left, isDryRun ? 'would be put back' : 'chosen and not sent'],
  ];
  const width = String(read).length;
  const shown = lines.filter(([count], index) => index === 0 || count > 0 || (lines[index]?.[1] === 'put back' && !isDryRun));
  return [
    ...shown.map(([count, what]) => `${String(count).padStart(width)}  ${what}`),
    ...(doneTo === undefined || report.end === 'done' ? [] : [`Everything up to ${doneTo} is done.`]),
    ...(put === 0 ? [] : ['Run again, it would put them back a second time.']),
    '',
  ].join('\n');
}

/** Why not all that was meant is put back; undefined where it is. */
export function whyNot(report: RedriveReport, isDryRun: boolean): string | undefined {
  if (report.end === 'failed') return report.why;
  if (report.end === 'stopped') return `stopped; ${report.put} were put back`;
  if (isDryRun || report.put === report.chosen) return undefined;
  return `${report.chosen - report.put} of ${report.chosen} were not put back`;
}
