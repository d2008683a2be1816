import { limitText } from '../measure/limit.ts';
import type { RatioFound } from '../measure/ratio.ts';

export function ratioLine({ what, load, value, byRound: { min, max }, target, met }: RatioFound): string {
  const verdict = target === undefined ? '' : `, ${limitText(target)}: ${met ? 'met' : 'MISSED'}`;
  return `${what}, ${load}: ${value.toFixed(3)} (rounds ${min.toFixed(3)}-${max.toFixed(3)})${verdict}`;
}
