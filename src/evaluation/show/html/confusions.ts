import type { Evaluation } from '../../evaluation.ts';
import type { Confusion } from '../../report/confusion.ts';
import { escaped } from './escaped.ts';
import { colour } from './system-key.ts';
import { columnHeads, table } from './table.ts';

/** How dark the darkest field is, in percent of the system's colour: text has to stay readable on it. */
const DARKEST = 40;

/** Which label was taken for which; a table a system. */
export function confusionTables({ measured, systems }: Evaluation): string {
  const tables = measured.flatMap(({ confusions }) =>
    confusions.map((confusion, system) => confusionTable(confusion, system, systems[system] ?? '')),
  );
  if (tables.length === 0) return '';
  return `<section><h2>Which label was taken for which</h2>
<p>Rows are what should have been said, columns what was said; right is on the diagonal. The darker, the larger the share of its row.</p>
${tables.join('\n')}</section>`;
}

function confusionTable({ labels, counts }: Confusion, system: number, name: string): string {
  const rows = counts.map((row, expected) => {
    const all = row.reduce((sum, count) => sum + count, 0);
    const cells = row.map((count, said) => {
      const share = all === 0 ? 0 : (DARKEST * count) / all;
      return `<td class="number${said === expected ? ' right' : ''}" style="--share:${share.toFixed(1)}%">${count}</td>`;
    });
    return `<tr><th scope="row">${escaped(labels[expected] ?? '')}</th>${cells.join('')}</tr>`;
  });
  const head = `<tr><td></td>${columnHeads(labels, 'number')}</tr>`;
  return `<div class="confusion ${colour(system)}">${table(`Expected and said: ${name}`, head, `<tbody>${rows.join('\n')}</tbody>`)}</div>`;
}
