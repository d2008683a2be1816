import type { Spread } from '../statistics/spread.ts';
import { isMet, type Limit, limitText } from './limit.ts';

/** Something that is aimed at, and what became of it. */
export interface Verdict {
  readonly what: string;
  readonly value: Spread;
  readonly limit: Limit;
  readonly met: boolean;
}

/** By the median. */
export function judged(what: string, value: Spread, limit: Limit): Verdict {
  return { what, value, limit, met: isMet(value.median, limit) };
}

export function verdictLine({ what, value: { median, min, max }, limit, met }: Verdict): string {
  const range = min === max ? '' : ` (rounds ${min.toFixed(3)}-${max.toFixed(3)})`;
  return `${what}: ${median.toFixed(3)}${range}, ${limitText(limit)}: ${met ? 'met' : 'MISSED'}`;
}
