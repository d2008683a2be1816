import { columns } from '../../report/columns.ts';
import { type Compared, goodputRatio } from '../measure/compared.ts';
import { cellText } from './cell-text.ts';
import { type Claim, claimsOf, misses, rivals, standingOf, sumUp } from './verdict.ts';

const HEAD = ['contestant', 'cells >= 0.95', 'lowest', 'median', 'latency <= 1.10', 'of cells with equal goodput'];

/** All cells as text for a terminal: how everybody stands, what the heart is held to, and the cells in which it falls short. */
export function tableOf(cells: readonly Compared[]): string {
  const missing = cells
    .filter(misses)
    .sort((one, other) => goodputRatio(one.heart, one.oracle) - goodputRatio(other.heart, other.oracle));
  return [
    `${cells.length} cells; goodput and mean latency as shares of those of the best fixed configuration`,
    '',
    columns([HEAD, ...rows(cells)], [0]),
    '',
    ...claimsOf(standingOf(cells, ({ heart }) => heart)).map(claimLine),
    ...(missing.length === 0 ? [] : ['', `${missing.length} cells miss, the worst first:`, ...missing.map(cellText)]),
    '',
  ].join('\n');
}

function rows(cells: readonly Compared[]): string[][] {
  return rivals().map(({ label, figuresOf }) => {
    const { goodShare, lowest, median, quickShare, equalCells } = sumUp(standingOf(cells, figuresOf));
    return [label, percent(goodShare), lowest.toFixed(3), median.toFixed(3), percent(quickShare), String(equalCells)];
  });
}

function claimLine({ what, value, atLeast, met }: Claim): string {
  return `${what}: ${value.toFixed(3)}, at least ${atLeast}: ${met ? 'met' : 'MISSED'}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
