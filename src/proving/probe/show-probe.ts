import type { Latency } from './latency.ts';
import type { CallView, FamilyView, InjectionView, ProbeReport, ProbeVerdict } from './probe-report.ts';

const VERDICTS: Readonly<Record<ProbeVerdict, string>> = {
  fits: 'FITS',
  'does-not-fit': 'DOES NOT FIT',
  'cannot-be-batched': 'CANNOT BE BATCHED',
  'cannot-be-called': 'CANNOT BE CALLED',
};

/** The report for people. */
export function showProbe(report: ProbeReport): string {
  const { injection, latency, families, warnings, plan, callsSent } = report;
  const sections = [
    [`${report.endpoint}: codec ${report.codec}, upstream ${report.upstream}`],
    showCalls(report.calls),
    [`${VERDICTS[report.verdict]}: ${verdictText(report)}`, ...showDifference(report)],
    injection === undefined ? [] : showInjection(injection),
    showFamilies(families),
    latency === undefined ? [] : showLatency(latency),
    warnings.map((warning) => `Note  ${warning}`),
    [`Sent ${callsSent} of at most ${plan.calls} calls.`],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function showCalls(calls: readonly CallView[]): string[] {
  const width = Math.max(0, ...calls.map(({ name }) => name.length));
  return calls.flatMap(({ name, status, ms, requestShape, replyShape, request, reply }) => [
    `${name.padEnd(width)}  ${requestShape}  ->  ${status} ${replyShape}  (${msText(ms)})`,
    `${' '.repeat(width)}  > ${request}`,
    `${' '.repeat(width)}  < ${reply}`,
  ]);
}

function verdictText({ verdict, answers, why, distance }: ProbeReport): string {
  if (verdict !== 'fits') return why;
  const apart = distance === undefined || distance.absolute === 0 ? '' : `; largest difference ${short(distance.absolute)}`;
  const texts = {
    equal: 'the answers of a joined call equal those got alone, byte for byte',
    'within-tolerance': `the answers of a joined call equal those got alone but for numbers within the tolerance${apart}`,
    'same-shape': `the answers of a joined call have the shape of those got alone; ${why}`,
    mismatch: why,
  };
  return texts[answers ?? 'mismatch'];
}

function showDifference({ verdict, difference, distance }: ProbeReport): string[] {
  if (difference === undefined || verdict !== 'does-not-fit') return [];
  const apart = distance === undefined || distance.absolute === 0 ? '' : `; largest difference ${short(distance.absolute)}`;
  return [
    `  first difference at ${difference.place}${apart}`,
    `    alone    ${difference.alone}`,
    `    batched  ${difference.batched}`,
  ];
}

function showInjection({ parameter, accepted, answers, statusWithout, msWith, msWithout }: InjectionView): string[] {
  if (!accepted) return [`${parameter}, which the codec adds: refused`];
  const without = answers ?? `status ${statusWithout ?? 'none'}`;
  const times = msWith === undefined || msWithout === undefined ? '' : ` (${msText(msWith)} with, ${msText(msWithout)} without)`;
  return [`${parameter}, which the codec adds: accepted; the answers without it: ${without}${times}`];
}

function showFamilies(families: readonly FamilyView[]): string[] {
  if (families.length === 0) return ['Other codecs that could take these requests apart: none'];
  return ['Other codecs that could take these requests apart', ...byVerdict(families)];
}

/** Those that fit first; why the others do not is told once for all of whom it is true. */
function byVerdict(families: readonly FamilyView[]): string[] {
  const names = new Map<string, string[]>();
  for (const { name, fits, why } of families.toSorted((a, b) => rank(a) - rank(b))) {
    const says = fits === undefined ? `unknown: ${why}` : fits ? `fit, ${why}` : `do not fit: ${why}`;
    names.set(says, [...(names.get(says) ?? []), name]);
  }
  return Array.from(names, ([says, those]) => `  ${those.join(', ')}\n    ${says}`);
}

function rank({ fits }: FamilyView): number {
  return fits === true ? 0 : fits === false ? 2 : 1;
}

function showLatency({ points, baseMs, perItemMs, gain, says }: Latency): string[] {
  const rows = points.map(
    ({ items, medianMs, calls }) =>
      `  ${String(items).padStart(3)}  ${msText(medianMs)}  (${calls} ${calls === 1 ? 'call' : 'calls'})`,
  );
  if (baseMs === undefined || perItemMs === undefined || gain === undefined)
    return ['Latency by items in a call, median', ...rows];
  const largest = points.at(-1)?.items ?? 1;
  return [
    'Latency by items in a call, median',
    ...rows,
    `  about ${msText(baseMs)} + ${msText(perItemMs)} an item; ${gain.toFixed(1)} times the items a second at ${largest} as at ${points[0]?.items ?? 1}: ${says}`,
  ];
}

function msText(ms: number): string {
  return `${ms.toFixed(Math.abs(ms) < 10 ? 2 : 1)} ms`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
