import type { BodyKind } from './numbers-in.ts';

/** Tokens that tell where in a JSON text one is. */
const STRUCTURE = /"[^"\\]*(?:\\[^][^"\\]*)*"|[[\]{},]/g;

/** What a value within is reached by: the index in a list, or a member's name. */
type Step = number | string;

/** Where a byte of a body is, in words: `$.scores[3]` of JSON, `line 2, column 14` of text, `byte 7` of anything else. */
export function placeOf(text: string, offset: number, kind: BodyKind): string {
  if (kind === 'bytes') return `byte ${offset}`;
  if (kind === 'json') return pathOf(text, offset);
  const before = text.slice(0, offset);
  return `line ${before.split('\n').length}, column ${offset - before.lastIndexOf('\n')}`;
}

function pathOf(text: string, offset: number): string {
  const steps: Step[] = [];
  for (const { 0: token, index } of text.matchAll(STRUCTURE)) {
    if (index >= offset) break;
    const inner = steps.length - 1;
    const step = steps[inner];
    if (token === '[') steps.push(0);
    else if (token === '{') steps.push('');
    else if (token === ']' || token === '}') steps.pop();
    else if (token === ',') steps[inner] = typeof step === 'number' ? step + 1 : '';
    else if (step === '') steps[inner] = token;
  }
  return `$${steps.map(shown).join('')}`;
}

/** A name stays as it was written where it is more than a word. */
function shown(step: Step): string {
  if (typeof step === 'number') return `[${step}]`;
  if (step === '') return '';
  return /^"[A-Za-z_]\w*"$/.test(step) ? `.${step.slice(1, -1)}` : `[${Buffer.from(step, 'latin1').toString()}]`;
}
