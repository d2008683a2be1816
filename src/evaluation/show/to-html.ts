import type { Difference } from '../bootstrap/differences.ts';
import type { Estimate } from '../bootstrap/estimates.ts';
import type { Evaluation, ItemScore, Measured } from '../evaluate.ts';
import type { Unit } from '../metric.ts';
import type { Value } from '../records/value.ts';
import type { ClassReport, ClassScore } from '../report/class-report.ts';
import { escaped, page } from './html.ts';
import { number, signed } from './number.ts';
import { figureName, summary } from './show-text.ts';

/** How many of the worst items are shown. */
const SHOWN = 50;

/** A page to look at: figures with their intervals, classes, and the items that went worst. */
export function toHtml(evaluation: Evaluation): string {
  const { systems, measured, worst, itemMetric } = evaluation;
  const title = `Evaluation of ${systems.join(' and ')}`;
  const shown = worst.slice(0, SHOWN);
  return page(
    title,
    [
      `<p>${escaped(summary(evaluation)).replaceAll('\n', '<br>')}</p>`,
      `<p>${systems.map((name, index) => `<span class="key ${colour(index)}"></span>${escaped(name)}`).join(' &nbsp; ')}</p>`,
      figures(measured, systems),
      ...measured.flatMap(({ metric, reports }) => reports.map((report, index) => classes(metric, systems[index] ?? '', report))),
      `<h2>The ${shown.length} items that went worst, by ${escaped(itemMetric)}</h2>`,
      items(shown, systems),
    ].join('\n'),
  );
}

function figures(measured: readonly Measured[], systems: readonly string[]): string {
  const others = systems.slice(1).map((name) => `<th class="number">${escaped(name)} − ${escaped(systems[0] ?? '')}</th>`);
  const rows = measured.flatMap(({ metric, estimates, differences }) =>
    (estimates[0] ?? []).map(({ name, unit }, index) => {
      const ofAll = estimates.flatMap((ofSystem) => ofSystem[index] ?? []);
      const beside = differences.map((ofSystem) => differenceCell(ofSystem[index]));
      const values = ofAll.map(
        ({ value, low, high }) =>
          `${number(value, unit)} <span class="muted">[${number(low, unit)}, ${number(high, unit)}]</span>`,
      );
      return `<tr><th scope="row">${escaped(figureName(metric, name))}${unit === 'percent' ? ' %' : ''}</th><td class="number">${values.join('<br>')}</td><td>${ofAll.map(bar).join('')}</td>${beside.join('')}</tr>`;
    }),
  );
  return `<div class="scroll"><table><thead><tr><th>figure</th><th class="number">value [interval]</th><th></th>${others.join('')}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table></div>`;
}

function differenceCell(difference: Difference | undefined): string {
  if (difference === undefined) return '<td></td>';
  const { value, low, high, unit, significant } = difference;
  const text = `${signed(value, unit)} <span class="muted">[${signed(low, unit)}, ${signed(high, unit)}]</span>`;
  return `<td class="number${significant ? ' significant' : ''}">${text}${significant ? ' *' : ''}</td>`;
}

function bar({ value, low, high, unit }: Estimate, system: number): string {
  const [at, from, to] = [value, low, high].map((each) => 100 * Math.min(1, Math.max(0, each / FULL[unit])));
  const label = `${number(value, unit)}, from ${number(low, unit)} to ${number(high, unit)}`;
  return `<div class="bar" role="img" aria-label="${label}"><i class="${colour(system)}" style="width:${at}%"></i><b style="left:${from}%;width:${(to ?? 0) - (from ?? 0)}%"></b></div>`;
}

const FULL: Readonly<Record<Unit, number>> = { fraction: 1, percent: 100 };

function colour(system: number): string {
  return `s${system % 3}`;
}

function classes(metric: string, system: string, { classes: all, averages }: ClassReport): string {
  const row = ({ name, precision, recall, f1, support }: ClassScore): string =>
    `<tr><th scope="row">${escaped(name)}</th>${[precision, recall, f1].map((value) => `<td class="number">${number(value, 'fraction')}</td>`).join('')}<td class="number">${support}</td></tr>`;
  const head = ['precision', 'recall', 'f1', 'support'].map((name) => `<th class="number">${name}</th>`).join('');
  return `<h2>${escaped(metric)} by class, ${escaped(system)}</h2>
<div class="scroll"><table><thead><tr><th>class</th>${head}</tr></thead><tbody>
${[...all, ...averages].map(row).join('\n')}
</tbody></table></div>`;
}

function items(worst: readonly ItemScore[], systems: readonly string[]): string {
  const head = ['id', 'reference', ...systems].map((name) => `<th>${escaped(name)}</th>`).join('');
  const rows = worst.map(({ id, reference, predictions, scores }) => {
    const said = predictions.map(
      (prediction, system) =>
        `<td><span class="muted">${number(scores[system] ?? 0, 'fraction')}</span><div class="said">${shown(prediction)}</div></td>`,
    );
    return `<tr><th scope="row">${escaped(id)}</th><td><div class="said">${shown(reference)}</div></td>${said.join('')}</tr>`;
  });
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table></div>`;
}

function shown(value: Value): string {
  return escaped(typeof value === 'string' ? value : value.join(' · '));
}
