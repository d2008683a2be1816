import { rowsOf } from './cells.ts';
import { columns } from './columns.ts';
import { peerLines, peerRows } from './peers.ts';
import { ratioLine } from './ratio-line.ts';
import type { Result } from './result.ts';

/** The result as text for a terminal. */
export function tableOf(result: Result): string {
  const { title, facts, settings, ratios, loadGeneratorCeiling: closed, openLoopCeilingPerSecond: open } = result;
  return [
    `${title}: ${facts} (rounds: ${settings.rounds} of ${settings.seconds} s; medians)`,
    '',
    columns(rowsOf(result), [0, 1]),
    '',
    ...ratios.map(ratioLine),
    `load generator's own ceiling: ${closed.perSecond.toFixed(0)} requests/s at 64 clients`,
    ...(open === undefined ? [] : [`and that of the one for open loops: ${open.toFixed(0)} requests/s`]),
    '',
    ...peersText(result),
  ].join('\n');
}

function peersText({ peers, contestants }: Result): string[] {
  if (peers === undefined) return [];
  const rows = peerRows(peers, contestants);
  return ['peers, each beside the gateway:', '', columns(rows, [0, 1]), '', ...peerLines(peers), ''];
}
