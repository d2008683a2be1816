import { type Dot, type DotSeries, scatter } from '../../plot/scatter.ts';
import type { SeriesStyle } from '../../plot/series.ts';
import type { CellFigures } from '../sweep/cell.ts';
import { settingText } from '../sweep/setting.ts';
import type { TuneReport } from '../tune-report.ts';
import { counted, msText, percentText, rateText } from './words.ts';

/** Told apart by colour, with colour blindness too, and by marker. */
const BY_CALLS: readonly SeriesStyle[] = [
  { color: '#0a5ca8', width: 1.2, dash: '', marker: 'circle' },
  { color: '#187a36', width: 1.2, dash: '', marker: 'square' },
  { color: '#8a6a00', width: 1.2, dash: '', marker: 'triangle' },
  { color: '#7a3b9c', width: 1.2, dash: '', marker: 'diamond' },
  { color: '#3d6b1f', width: 1.2, dash: '7 3', marker: 'square' },
  { color: '#2f3e9e', width: 1.2, dash: '7 3', marker: 'circle' },
];
const FRONTIER: SeriesStyle = { color: '#b9b9b9', width: 7, dash: '', marker: 'circle' };
const ADAPTIVE: SeriesStyle = { color: '#c2185b', width: 2, dash: '', marker: 'star' };

/** Throughput against p99, with the frontier, the best setting and what adaptive does, as SVG; undefined where nothing was measured. */
export function tuneChart(report: TuneReport): string | undefined {
  const { endpoint, settings } = report;
  if (settings.length === 0) return undefined;
  const levels = [...new Set(settings.map(({ concurrency }) => concurrency))].sort((a, b) => a - b);
  return scatter({
    title: `${endpoint}: throughput against latency`,
    facts: factsOf(report),
    xTitle: 'p99 latency, ms',
    yTitle: 'items per second',
    series: [...adaptiveOf(report), ...levels.map((level, place) => ofLevel(level, place, report)), frontierOf(report)],
  });
}

function factsOf({ codec, upstream, latency, settings, adaptive }: TuneReport): string[] {
  const line =
    latency === undefined ? '' : `; a call takes about ${msText(latency.baseMs)} + ${msText(latency.perItemMs)} an item`;
  const fewest = Math.min(...settings.map(({ calls }) => calls));
  const of = adaptive === undefined ? 'p99 of calls' : 'p99 of calls, of adaptive that of requests with their wait';
  return [
    `codec ${codec}, upstream ${upstream}${line}`,
    `${of}; from ${counted(fewest, 'call')} on for each setting: the fewer, the rougher`,
  ];
}

function ofLevel(level: number, place: number, report: TuneReport): DotSeries {
  return {
    label: `${counted(level, 'call')} at once`,
    style: BY_CALLS[place % BY_CALLS.length] ?? FRONTIER,
    dots: report.settings.filter(({ concurrency }) => concurrency === level).map((each) => dotOf(each, report)),
    isJoined: true,
    names: 'above',
  };
}

/** Named are those on the frontier: above and to the left of it nothing else lies. */
function dotOf(each: CellFigures, { frontier, best }: TuneReport): Dot {
  const { size, concurrency, p99Ms, itemsPerSecond, calls } = each;
  const says = `${settingText(each)}: ${rateText(itemsPerSecond)} items/s, p99 ${msText(p99Ms)} of ${counted(calls, 'call')}`;
  const dot = { x: p99Ms, y: itemsPerSecond, says };
  const isBest = best?.size === size && best.concurrency === concurrency;
  if (isBest) return { ...dot, name: `best: ${size} x ${concurrency}`, stands: 'out' };
  return frontier.includes(each) ? { ...dot, name: `${size} x ${concurrency}` } : dot;
}

function frontierOf({ frontier }: TuneReport): DotSeries {
  const dots = frontier.map((each) => ({ x: each.p99Ms, y: each.itemsPerSecond, says: settingText(each) }));
  return { label: 'frontier (items a call x calls at once)', style: FRONTIER, dots, isJoined: true, names: 'above' };
}

function adaptiveOf({ adaptive, best }: TuneReport): DotSeries[] {
  if (adaptive === undefined || best === undefined) return [];
  const { clients, itemsPerSecond, p99Ms, itemsPerCall } = adaptive;
  const share = percentText(itemsPerSecond / best.itemsPerSecond);
  const says = `adaptive, ${counted(clients, 'client')}: ${rateText(itemsPerSecond)} items/s, p99 ${msText(p99Ms)}, ${itemsPerCall.toFixed(1)} items a call`;
  const dots = [{ x: p99Ms, y: itemsPerSecond, says, name: `adaptive: ${share} of the best` }];
  return [{ label: `adaptive, ${counted(clients, 'client')}`, style: ADAPTIVE, dots, isJoined: false, names: 'below' }];
}
