import { gatherMs } from '../findings/best.ts';
import type { TuneReport } from '../tune-report.ts';
import { saysAdaptive, saysAtOnce, saysBatching, saysBest, saysByHand, saysLatency } from './sentences.ts';
import { settingsTable } from './settings-table.ts';
import { counted } from './words.ts';

/** The report for people. */
export function showTune(report: TuneReport): string {
  const { endpoint, codec, upstream, sent, notes, advice } = report;
  const sections = [
    [
      `${endpoint}: codec ${codec}, upstream ${upstream}`,
      `sent ${counted(sent.calls, 'call')} with ${counted(sent.items, 'item')} in ${sent.seconds.toFixed(1)} s`,
    ],
    report.settings.length === 0 ? ['Nothing was measured.'] : settingsTable(report, gatherMs),
    findings(report),
    notes.map((note) => `Note  ${note}`),
    ...(advice === undefined ? [] : [[`To paste (${advice.why}):`, '', advice.yaml.trimEnd()]]),
    ...(advice?.byHand === undefined
      ? []
      : [
          [
            'Or set by hand, which did better under this very load, and only follows a load that is like it:',
            '',
            advice.byHand.trimEnd(),
          ],
        ]),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function findings(report: TuneReport): string[] {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['Latency', saysLatency(report)],
    ['Batching', saysBatching(report)],
    ['At once', saysAtOnce(report)],
    ['Best', saysBest(report)],
    ['Adaptive', saysAdaptive(report)],
    ['By hand', saysByHand(report)],
  ];
  return rows.flatMap(([label, lines]) => lines.map((line, index) => `${(index === 0 ? label : '').padEnd(9)} ${line}`));
}
