import type { Evaluation } from '../evaluation.ts';

/** So many ids are named. */
const NAMED = 3;

/** What was compared, and what could not be: a sentence each. */
export function summary({ items, joinedBy, missing, surplus }: Evaluation): readonly string[] {
  const lines = [`${items} ${items === 1 ? 'item' : 'items'}, joined by ${joinedBy}.`];
  if (missing.length > 0) lines.push(`${missing.length} left out without a prediction of every system: ${some(missing)}.`);
  if (surplus.length > 0) lines.push(`${surplus.length} left out without a reference: ${some(surplus)}.`);
  return lines;
}

/** What brackets and stars are. */
export function legend({ bootstrap: { confidence, samples }, systems, measured }: Evaluation): readonly string[] {
  const percent = Number((100 * confidence).toFixed(2));
  const lines = [`[low, high]: ${percent} % interval, of ${samples} draws of the items (bootstrap).`];
  if (systems.length > 1) lines.push('Differences are from the first system, draw by draw on the same items.');
  const hasSignificant = measured.some(({ differences }) => differences.flat().some(({ significant }) => significant));
  if (hasSignificant) lines.push(`* the ${percent} % interval of the difference leaves out 0: hardly chance.`);
  return lines;
}

function some(ids: readonly string[]): string {
  return `${ids.slice(0, NAMED).join(', ')}${ids.length > NAMED ? ', …' : ''}`;
}
