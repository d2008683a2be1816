import type { Evaluation, Measured } from '../../evaluation.ts';
import type { ClassScore } from '../../report/class-report.ts';
import { number } from '../number.ts';
import { escaped } from './escaped.ts';
import { systemKey } from './system-key.ts';
import { columnHeads, table } from './table.ts';

const PARTS = ['precision', 'recall', 'f1'] as const;

/** How good the systems are at each class, side by side; a table a metric. */
export function classTables({ measured, systems }: Evaluation): string {
  return measured
    .filter(({ reports }) => reports.length > 0)
    .map((one) => classTable(one, systems.length))
    .join('\n');
}

function classTable({ metric, reports }: Measured, systems: number): string {
  const over = Array.from({ length: systems }, (_, system) => `<th scope="colgroup" colspan="3">${systemKey(system)}</th>`);
  const names = `<tr>${columnHeads(['class'])}${columnHeads(['support', ...reports.flatMap(() => PARTS)], 'number')}</tr>`;
  const head = systems === 1 ? names : `<tr><td colspan="2"></td>${over.join('')}</tr>${names}`;
  const classes = rowsOf(reports.map((report) => report.classes));
  const averages = rowsOf(reports.map((report) => report.averages));
  const body = `<tbody>${classes.join('\n')}</tbody><tfoot>${averages.join('\n')}</tfoot>`;
  return `<section><h2>${escaped(metric)} by class</h2>${table('Classes, and averages over them', head, body)}</section>`;
}

/** A class that one system alone knows stands there for all. @param scores of each system */
function rowsOf(scores: readonly (readonly ClassScore[])[]): string[] {
  const names = new Set(scores.flatMap((ofSystem) => ofSystem.map(({ name }) => name)));
  return [...names].map((name) => {
    const ofAll = scores.map((ofSystem) => ofSystem.find((one) => one.name === name));
    const support = ofAll.find((one) => one !== undefined)?.support ?? 0;
    const cells = ofAll.flatMap((one) =>
      PARTS.map((part) => `<td class="number">${one === undefined ? '–' : number(one[part], 'fraction')}</td>`),
    );
    return `<tr><th scope="row">${escaped(name)}</th><td class="number">${support}</td>${cells.join('')}</tr>`;
  });
}
