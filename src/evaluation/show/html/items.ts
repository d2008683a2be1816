import type { Evaluation, ItemScore } from '../../evaluation.ts';
import type { Value } from '../../records/value.ts';
import { number } from '../number.ts';
import { escaped } from './escaped.ts';
import { systemKey } from './system-key.ts';

/** The items that went worst, each with what all systems said: beside each other where there is room. */
export function items({ worst, itemMetric, items: all, systems }: Evaluation): string {
  const which = systems.length === 1 ? '' : ', for system A';
  const count = worst.length === all ? `All ${all} items, the worst first` : `The ${worst.length} worst items of ${all}`;
  return `<section><h2>${count}</h2>
<p>By ${escaped(itemMetric)}${which}; beside each answer what it scored, from 0 to 1.</p>
<ol class="items">${worst.map((item) => card(item)).join('\n')}</ol></section>`;
}

function card({ id, reference, predictions, scores }: ItemScore): string {
  const said = predictions.map((prediction, system) => {
    const score = number(scores[system] ?? 0, 'fraction');
    return field(`${predictions.length === 1 ? 'said' : systemKey(system)} <span class="score">${score}</span>`, prediction);
  });
  return `<li><h3>${escaped(id)}</h3><dl>${field('reference', reference)}${said.join('')}</dl></li>`;
}

/** @param title HTML */
function field(title: string, value: Value): string {
  const texts = typeof value === 'string' ? [value] : value;
  const shown = texts.every((text) => text === '') ? '<span class="muted">(empty)</span>' : escaped(texts.join(' · '));
  return `<div><dt>${title}</dt><dd>${shown}</dd></div>`;
}
