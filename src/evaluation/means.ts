import { DrawnSums } from './drawn-sums.ts';
import type { Column, Scored, Unit } from './metric.ts';

const SCALE: Readonly<Record<Unit, number>> = { fraction: 1, percent: 100 };

/** The figures of a metric all of whose figures are means over the items: one a column, by its name. */
export function means(items: number, columns: readonly Column[], unit: Unit): Scored {
  const scale = SCALE[unit];
  const sums = new DrawnSums(
    items,
    columns.map(({ values }) => values),
  );
  return {
    items,
    columns,
    figures: columns.map(({ name, values }) => ({ name, unit, value: scale * meanOf(values) })),
    figuresOf: (draw) => sums.over(draw).map((sum) => scale * (sum / draw.length)),
  };
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
