import type { Difference } from '../../bootstrap/differences.ts';
import type { Estimate } from '../../bootstrap/estimates.ts';
import type { Evaluation, Measured } from '../../evaluation.ts';
import type { Unit } from '../../metric.ts';
import { bounds, figureTitle, number, signed } from '../number.ts';
import { escaped } from './escaped.ts';
import { colour, systemKey } from './system-key.ts';
import { columnHeads, table } from './table.ts';

/** Where a bar ends. */
const FULL: Readonly<Record<Unit, number>> = { fraction: 1, percent: 100 };

/** All figures of all systems, those of one figure together. */
export function figures({ measured, systems }: Evaluation): string {
  const isOne = systems.length === 1;
  const head = [
    columnHeads(['figure', ...(isOne ? [] : ['system'])]),
    columnHeads(['value', 'interval'], 'number'),
    '<th scope="col" class="plot"><span>0</span><span>1, or 100 %</span></th>',
    isOne ? '' : columnHeads(['difference from A'], 'number'),
  ].join('');
  return table('Figures', `<tr>${head}</tr>`, measured.map((one) => groupsOf(one, isOne)).join('\n'));
}

function groupsOf({ metric, estimates, differences }: Measured, isOne: boolean): string {
  const groups = (estimates[0] ?? []).map(({ name, unit }, figure) => {
    const title = `<th scope="rowgroup" rowspan="${estimates.length}">${escaped(figureTitle(metric, name, unit))}</th>`;
    const rows = estimates.flatMap((ofSystem, system) => {
      const estimate = ofSystem[figure];
      if (estimate === undefined) return [];
      const cells = `${estimateCells(estimate)}<td class="plot">${plot(estimate, system)}</td>`;
      const beside = isOne ? '' : differenceCell(differences[system - 1]?.[figure]);
      return [
        `<tr>${system === 0 ? title : ''}${isOne ? '' : `<th scope="row" class="system">${systemKey(system)}</th>`}${cells}${beside}</tr>`,
      ];
    });
    return `<tbody>${rows.join('\n')}</tbody>`;
  });
  return groups.join('\n');
}

function estimateCells(estimate: Estimate): string {
  const { value, unit } = estimate;
  return `<td class="number">${number(value, unit)}</td><td class="number muted">${bounds(estimate, unit)}</td>`;
}

function differenceCell(difference: Difference | undefined): string {
  if (difference === undefined) return '<td></td>';
  const { value, unit, significant } = difference;
  const interval = `<span class="muted">${bounds(difference, unit, signed)}</span>`;
  return `<td class="number">${significant ? `<b>${signed(value, unit)}</b>` : signed(value, unit)} ${interval}${significant ? ' *' : ''}</td>`;
}

/** The value as a dot, its interval as a line. For eyes: the cells beside it say the same. */
function plot({ value, low, high, unit }: Estimate, system: number): string {
  const [at = 0, from = 0, to = 0] = [value, low, high].map((each) => 100 * Math.min(1, Math.max(0, each / FULL[unit])));
  const line = `left:${from.toFixed(2)}%;width:${(to - from).toFixed(2)}%`;
  return `<div class="track ${colour(system)}" aria-hidden="true"><i style="${line}"></i><b style="left:${at.toFixed(2)}%"></b></div>`;
}
