import { element, line, text } from './element.ts';
import type { Scale } from './scale.ts';

/** The rectangle that the points lie in. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface AxisTitles {
  readonly x: string;
  readonly y: string;
}

export const INK = '#222222';
const FAINT = '#e3e3e3';
const MUTED = '#555555';

export function axes(area: Area, x: Scale, y: Scale, titles: AxisTitles): string {
  return [...y.ticks.map((tick) => gridLine(area, y.at(tick), tick)), ...x.ticks.map((tick) => xTick(area, x.at(tick), tick))]
    .concat(frame(area), axisTitles(area, titles))
    .join('\n');
}

function gridLine({ left, right }: Area, at: number, value: number): string {
  const label = text(left - 8, at + 4, grouped(value), { 'text-anchor': 'end', fill: MUTED });
  return line(left, at, right, at, { stroke: FAINT }) + label;
}

function xTick({ bottom }: Area, at: number, value: number): string {
  const label = text(at, bottom + 20, grouped(value), { 'text-anchor': 'middle', fill: MUTED });
  return line(at, bottom, at, bottom + 5, { stroke: INK }) + label;
}

function frame({ left, right, top, bottom }: Area): string {
  return line(left, bottom, right, bottom, { stroke: INK }) + line(left, top, left, bottom, { stroke: INK });
}

function axisTitles({ left, right, top, bottom }: Area, titles: AxisTitles): string {
  const below = text((left + right) / 2, bottom + 42, titles.x, { 'text-anchor': 'middle', fill: INK });
  return below + element('g', { 'font-weight': 600 }, text(left, top - 12, titles.y, { fill: INK }));
}

/** 1234.5 as `1,234.5`. */
function grouped(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 3 });
}
