import { element } from './element.ts';
import type { SeriesStyle } from './series.ts';

const RADIUS = 4;

/** A point of a series. */
export function marker(x: number, y: number, { marker: shape, color }: SeriesStyle): string {
  const paint = { fill: '#ffffff', stroke: color, 'stroke-width': 1.8 };
  if (shape === 'circle') return element('circle', { cx: x, cy: y, r: RADIUS, ...paint });
  const corners = CORNERS[shape].map(([dx, dy]) => `${round(x + dx * RADIUS)},${round(y + dy * RADIUS)}`);
  return element('polygon', { points: corners.join(' '), ...paint });
}

type Corner = readonly [number, number];
const CORNERS: Readonly<Record<Exclude<SeriesStyle['marker'], 'circle'>, readonly Corner[]>> = {
  square: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  triangle: [
    [0, -1.2],
    [1.1, 0.8],
    [-1.1, 0.8],
  ],
  star: [
    [0, -1.8],
    [0.45, -0.45],
    [1.8, 0],
    [0.45, 0.45],
    [0, 1.8],
    [-0.45, 0.45],
    [-1.8, 0],
    [-0.45, -0.45],
  ],
  diamond: [
    [0, -1.25],
    [1.25, 0],
    [0, 1.25],
    [-1.25, 0],
  ],
};

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
