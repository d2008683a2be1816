/** How long a model takes, and what it is like. */
export interface Law {
  /** In the names of scenarios. */
  readonly name: string;
  /** In words, without the cap. */
  readonly facts: string;
  /** Calls of so many items and the milliseconds that each takes; a straight line between them, and beyond the last two. */
  readonly points: readonly (readonly [items: number, ms: number])[];
  /** Calls worked on at once; the others wait. */
  readonly concurrency: number;
  /** The most items in a call. */
  readonly cap: number;
}

export function callMs(points: Law['points'], items: number): number {
  const next = points.findIndex(([size]) => size >= items);
  const right = next === -1 ? points.length - 1 : Math.max(next, 1);
  const [fromItems, fromMs] = points[right - 1] as Law['points'][number];
  const [toItems, toMs] = points[right] as Law['points'][number];
  return fromMs + ((toMs - fromMs) * (items - fromItems)) / (toItems - fromItems);
}

/** The longest that a call within the cap takes. */
export function fullCallMs({ points, cap }: Law): number {
  return callMs(points, cap);
}

/** The most items a second that so many clients can get, each with one request under way: by the law, if nothing else took time. */
export function ceilingPerSecond({ points, concurrency, cap }: Law, clients: number): number {
  const sizes = Array.from({ length: Math.min(cap, clients) }, (_, i) => i + 1);
  const rates = sizes.map((size) => (size / callMs(points, size)) * Math.min(concurrency, clients / size));
  return Math.max(...rates) * 1000;
}

/** `base` milliseconds and `perItem` for each. */
export function linear(base: number, perItem: number): Law['points'] {
  return [
    [0, base],
    [1, base + perItem],
  ];
}
