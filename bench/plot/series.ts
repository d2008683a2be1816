import type { Spread } from '../statistics/spread.ts';

export interface Series {
  readonly label: string;
  readonly style: SeriesStyle;
  readonly points: readonly Point[];
}

export interface Point {
  readonly x: number;
  readonly y: Spread;
}

export interface SeriesStyle {
  readonly color: string;
  readonly width: number;
  /** An SVG dash pattern; empty for a whole line. */
  readonly dash: string;
  readonly marker: 'circle' | 'square' | 'triangle' | 'diamond';
}
