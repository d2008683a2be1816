import { columns } from '../report/columns.ts';
import type { Spread } from '../statistics/spread.ts';
import type { Change } from './compare.ts';

const HEAD = ['', 'before (min-max)', 'after (min-max)', 'ratio'];

/** What two runs of one benchmark differ in, as text for a terminal. */
export function changesText(name: string, changes: readonly Change[]): string {
  const ours = changes.filter(({ isReference }) => !isReference);
  const moved = changes.filter(({ isReference, verdict }) => isReference && verdict !== 'same');
  return [
    `${name}: ${ours.length} figures of the gateway`,
    ...part('worse', ours),
    ...part('better', ours),
    ...(moved.length === 0 ? [] : ['references that moved, which is not the gateway’s doing:', rows(moved)]),
    '',
  ].join('\n');
}

function part(verdict: Change['verdict'], changes: readonly Change[]): string[] {
  const found = changes.filter((change) => change.verdict === verdict);
  return found.length === 0 ? [`${verdict}: none`] : [`${verdict}:`, rows(found)];
}

function rows(changes: readonly Change[]): string {
  const row = ({ what, before, after, ratio }: Change): string[] => [what, range(before), range(after), ratio.toFixed(3)];
  return columns([HEAD, ...changes.map(row)], [0]);
}

function range({ median, min, max }: Spread): string {
  const text = (value: number): string => String(Number(value.toPrecision(4)));
  return min === max ? text(median) : `${text(median)} (${text(min)}-${text(max)})`;
}
