import { letter } from '../letter.ts';
import { escaped } from './escaped.ts';

/** So many colours there are; letters tell systems apart beyond, and for whoever sees no colours. */
const COLOURS = 4;

/** The class of what is drawn in a system's colour. */
export function colour(system: number): string {
  return `s${system % COLOURS}`;
}

/** A system by its colour and its letter. */
export function systemKey(system: number): string {
  return `<span class="key ${colour(system)}" aria-hidden="true"></span>${letter(system)}`;
}

/** What the letters stand for. */
export function systemList(systems: readonly string[]): string {
  const items = systems.map((name, system) => `<li>${systemKey(system)} <b>${escaped(name)}</b></li>`);
  return `<ul class="systems">${items.join('')}</ul>`;
}
