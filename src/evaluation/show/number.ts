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
