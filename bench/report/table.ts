import { limitText } from '../measure/limit.ts';
import type { RatioFound } from '../measure/ratio.ts';
import { rowsOf } from './cells.ts';
import { columns } from './columns.ts';
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
  ].join('\n');
}

function ratioLine({ what, load, value, byRound: { min, max }, target, met }: RatioFound): string {
  const verdict = target === undefined ? '' : `, ${limitText(target)}: ${met ? 'met' : 'MISSED'}`;
  return `${what}, ${load}: ${value.toFixed(3)} (rounds ${min.toFixed(3)}-${max.toFixed(3)})${verdict}`;
}
