export interface Series {
  readonly label: string;
  readonly style: SeriesStyle;
  readonly points: readonly Point[];
}

export interface Point {
  readonly x: number;
  readonly y: Measured;
}

/** What several rounds said of one thing: drawn is the median, with a bar from the lowest to the highest. */
export interface Measured {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface SeriesStyle {
  readonly color: string;
  readonly width: number;
  /** An SVG dash pattern; empty for a whole line. */
  readonly dash: string;
  readonly marker: 'circle' | 'square' | 'triangle' | 'diamond' | 'star';
}
