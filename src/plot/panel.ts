import { type Area, type AxisTitles, axes } from './axes.ts';
import { element, line, text } from './element.ts';
import { marker } from './marker.ts';
import type { Scale } from './scale.ts';
import type { Point, Series, SeriesStyle } from './series.ts';
import { spreadApart } from './spread-apart.ts';

export interface Panel {
  readonly area: Area;
  readonly x: Scale;
  readonly y: Scale;
  readonly titles: AxisTitles;
  readonly series: readonly Series[];
}

const LABEL_GAP = 17;
const LABEL_OFFSET = 26;

/** One set of axes with its lines; each is named at its right end. The first series lies on top. */
export function panel(spec: Panel): string {
  const { area, x, y, titles, series } = spec;
  const drawn = series.toReversed().map((each) => seriesLine(each, spec));
  return [axes(area, x, y, titles), ...drawn, ...directLabels(series, area, y)].join('\n');
}

function seriesLine({ points, style }: Series, { area, x, y }: Panel): string {
  const whiskers = points.map((point) => {
    const at = x.at(point.x);
    return line(at, y.at(point.y.min), at, y.at(point.y.max), { stroke: style.color, 'stroke-width': 1.2, opacity: 0.6 });
  });
  const markers = points.map((point) => marker(x.at(point.x), y.at(point.y.median), style));
  return [points.length === 1 ? level(points, style, area, y) : path(points, style, x, y), ...whiskers, ...markers].join('');
}

function path(points: readonly Point[], style: SeriesStyle, x: Scale, y: Scale): string {
  const corners = points.map((point) => `${x.at(point.x).toFixed(1)},${y.at(point.y.median).toFixed(1)}`).join(' ');
  const dash = style.dash === '' ? {} : { 'stroke-dasharray': style.dash };
  const stroke = { fill: 'none', stroke: style.color, 'stroke-width': style.width, 'stroke-linejoin': 'round', ...dash };
  return element('polyline', { points: corners, ...stroke });
}

/** What was measured at one place only is a mark to compare the others with. */
function level(points: readonly Point[], { color }: SeriesStyle, { left, right }: Area, y: Scale): string {
  return points
    .map((point) => line(left, y.at(point.y.median), right, y.at(point.y.median), { stroke: color, opacity: 0.6 }))
    .join('');
}

function directLabels(series: readonly Series[], area: Area, y: Scale): string[] {
  const named = series.flatMap(({ label, style, points }, i) => {
    const end = points.at(-1);
    return end === undefined ? [] : [{ label, style, end: y.at(end.y.median), weight: i === 0 ? 700 : 400 }];
  });
  const ends = named.map(({ end }) => end);
  const places = spreadApart(ends, LABEL_GAP, { low: area.top + 4, high: area.bottom - 4 });
  const left = area.right + LABEL_OFFSET;
  return named.map(({ label, style, end, weight }, i) => {
    const place = places[i] ?? end;
    const leader = line(area.right + 4, end, left - 4, place, { stroke: style.color, opacity: 0.5 });
    return leader + text(left, place + 4, label, { fill: style.color, 'font-weight': weight });
  });
}
