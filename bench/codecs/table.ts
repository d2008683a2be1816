import { columns } from '../report/columns.ts';
import type { CodecsCell, CodecsResult } from './result.ts';

const HEAD = ['work', 'items', 'KB', 'byte ranges us', 'MB/s', 'parsing us', 'MB/s', 'times as fast (rounds)', ''];

/** The result as text for a terminal. */
export function codecsTable({ title, facts, settings, cells }: CodecsResult): string {
  return [`${title}: ${facts} (medians of ${settings.rounds} rounds)`, '', columns([HEAD, ...cells.map(row)], [0]), ''].join(
    '\n',
  );
}

function row({ work, batch, bytes, byteRangesUs, parsingUs, ratio, atLeast, met }: CodecsCell): string[] {
  const perSecond = (us: number): string => (bytes / us).toFixed(0);
  return [
    work,
    String(batch),
    (bytes / 1000).toFixed(1),
    byteRangesUs.median.toFixed(1),
    perSecond(byteRangesUs.median),
    parsingUs.median.toFixed(1),
    perSecond(parsingUs.median),
    `${ratio.median.toFixed(2)} (${ratio.min.toFixed(2)}-${ratio.max.toFixed(2)})`,
    met === undefined ? '' : `at least ${atLeast}: ${met ? 'met' : 'MISSED'}`,
  ];
}
