import { table } from '../../test/support/held-doc.ts';
import { limitText } from '../measure/limit.ts';
import type { Verdict } from '../measure/verdict.ts';
import { isScenario, nameIn, type Recorded } from '../recorded/recorded.ts';
import { verdictsIn } from '../recorded/verdicts.ts';
import { peerLines, peerRows } from '../report/peers.ts';
import type { Result } from '../report/result.ts';
import { rowsIn } from './rows.ts';

/** What there is of one benchmark. */
export interface OnFile {
  readonly name: string;
  /** Undefined where nothing was recorded, or in a form that is not read any more. */
  readonly result: Recorded | undefined;
  /** Names of the plots. */
  readonly plots: readonly string[];
}

const HEAD = ['benchmark', 'what', 'measured (min-max of the rounds)', 'aimed at', ''];

/** The figures of all benchmarks, as Markdown. Says nothing that is not in a result file. */
export function pageOf(all: readonly OnFile[]): string {
  const recorded = all.flatMap(({ result, ...rest }) => (result === undefined ? [] : [{ ...rest, result }]));
  const missing = all.filter(({ result }) => result === undefined).map(({ name }) => `\`${name}\``);
  const targets = recorded.flatMap(({ name, result }) =>
    verdictsIn(result).map((verdict) => [`[${name}](#${name})`, ...cells(verdict)]),
  );
  return [
    '## Targets',
    '',
    targets.length === 0 ? 'None is recorded yet.\n' : table(HEAD, targets),
    ...(missing.length === 0 ? [] : [`Not recorded yet: ${missing.join(', ')}.\n`]),
    ...recorded.map(section),
  ].join('\n');
}

function cells({ what, value: { median, min, max }, limit, met }: Verdict): string[] {
  const range = min === max ? '' : ` (${min.toFixed(3)}-${max.toFixed(3)})`;
  return [escaped(what), `${median.toFixed(3)}${range}`, limitText(limit), met ? 'met' : '**MISSED**'];
}

function section({ name, result, plots }: OnFile & { readonly result: Recorded }): string {
  const { title = name, facts, machine, date = '', commit, command } = result;
  const where = machine && `${machine.cores} cores (${machine.cpu}), ${machine.memoryGiB} GiB, Node ${machine.node}`;
  const of = commit && `commit ${commit.hash}${commit.dirty ? ' with changes' : ''}`;
  return [
    `## ${name}`,
    '',
    ...(facts === undefined ? [] : [`${title}: ${facts}.`, '']),
    `\`${command}\`, ${date.slice(0, 10)}, ${of}, ${where}; [${nameIn(result)}.json](../bench/results/${name}.json).`,
    '',
    ...plots.flatMap((plot) => [`![${name}: ${plot}](../bench/results/${name}-${plot}.svg)`, '']),
    ...(isScenario(result) ? [ceilings(result)] : []),
    ...tableOf(rowsIn(result)),
    ...(isScenario(result) ? peersIn(result) : []),
  ].join('\n');
}

function tableOf([head = [], ...rows]: readonly string[][]): string[] {
  return rows.length === 0
    ? []
    : [
        table(
          head,
          rows.map((row) => row.map(escaped)),
        ),
      ];
}

function peersIn({ peers, contestants }: Result): string[] {
  if (peers === undefined) return [];
  const lines = peerLines(peers).map((line) => `- ${line}`);
  return [
    'Peers ([how](../bench/peers/README.md)), each beside the gateway:',
    '',
    ...tableOf(peerRows(peers, contestants)),
    ...lines,
    '',
  ];
}

function ceilings({ loadGeneratorCeiling: closed, openLoopCeilingPerSecond: open }: Result): string {
  const rates = [`closed loops ${closed.perSecond.toFixed(0)}`, ...(open === undefined ? [] : [`open loops ${open.toFixed(0)}`])];
  return `Requests a second that the load generator itself can do: ${rates.join(', ')}.\n`;
}

function escaped(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}
