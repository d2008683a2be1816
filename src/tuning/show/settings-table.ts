import type { gatherMs } from '../findings/best.ts';
import type { CellFigures } from '../sweep/cell.ts';
import type { TuneReport } from '../tune-report.ts';
import { msText, percentText, rateText } from './words.ts';

const HEAD = ['', 'items', 'at once', 'items/s', 'noise', 'p50', 'p99', 'gathering', 'calls'];

/** All settings; those on the frontier and the best one are marked. */
export function settingsTable({ settings, frontier, best, plan }: TuneReport, gather: typeof gatherMs): string[] {
  const one = Math.min(...plan.sizes);
  const rows = settings.map((each) => [
    isSame(each, best) ? '>' : frontier.some((other) => isSame(each, other)) ? '*' : '',
    String(each.size),
    String(each.concurrency),
    rateText(each.itemsPerSecond),
    `±${percentText(each.noise)}`,
    msText(each.p50Ms),
    msText(each.p99Ms),
    gatheringText(gather(each, one)),
    String(each.calls),
  ]);
  const legend = '> the best  * on the frontier: no other has both more items/s and a lower p99';
  return [...aligned([HEAD, ...rows]), legend];
}

function gatheringText(ms: number): string {
  return ms === 0 ? '-' : `+${msText(ms)}`;
}

function isSame(one: CellFigures, other: CellFigures | undefined): boolean {
  return one.size === other?.size && one.concurrency === other.concurrency;
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padStart(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
