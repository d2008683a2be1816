import type { Interval } from '../bootstrap/interval.ts';
import type { Unit } from '../metric.ts';

const DIGITS: Readonly<Record<Unit, number>> = { fraction: 4, percent: 2 };

export function number(value: number, unit: Unit): string {
  return value.toFixed(DIGITS[unit]);
}

export function signed(value: number, unit: Unit): string {
  const text = number(Math.abs(value), unit);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '-' : '+'}${text}`;
}

export function bounds({ low, high }: Interval, unit: Unit, show = number): string {
  return `[${show(low, unit)}, ${show(high, unit)}]`;
}

/** Figures that bear the name of their metric need no other. */
export function figureTitle(metric: string, figure: string, unit: Unit): string {
  const name = figure.startsWith(metric) ? figure : `${metric} ${figure}`;
  return unit === 'percent' ? `${name} %` : name;
}
