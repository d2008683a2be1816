import { type Figure, figuresIn } from '../recorded/figures.ts';
import type { Recorded } from '../recorded/recorded.ts';
import type { Spread } from '../statistics/spread.ts';

/** A figure of two runs. */
export interface Change extends Pick<Figure, 'what' | 'isReference'> {
  readonly before: Spread;
  readonly after: Spread;
  /** Of the medians, after / before. */
  readonly ratio: number;
  readonly verdict: 'better' | 'worse' | 'same';
}

/** Differences that nobody minds, though no round of the one run is among those of the other: of the ratio, */
const SLIGHT = 0.02;
/** the same where there was one round only, and so nobody knows how far rounds are apart; */
const SLIGHT_OF_ONE = 0.1;
/** and in the figure's own unit. */
const NOTHING = 0.001;

/** What both runs measured. */
export function compare(before: Recorded, after: Recorded): Change[] {
  const earlier = new Map(figuresIn(before).map((figure) => [figure.what, figure.value]));
  return figuresIn(after).flatMap((figure) => {
    const value = earlier.get(figure.what);
    return value === undefined ? [] : [changeOf(figure, value)];
  });
}

function changeOf({ what, isReference, better, value: after }: Figure, before: Spread): Change {
  const ratio = after.median / before.median;
  const isHigher = after.min > before.max;
  const isMoved = (isHigher || after.max < before.min) && !isSlight(before, after);
  const verdict = !isMoved ? 'same' : isHigher === (better === 'higher') ? 'better' : 'worse';
  return { what, isReference, before, after, ratio, verdict };
}

function isSlight(before: Spread, after: Spread): boolean {
  const margin = isOne(before) && isOne(after) ? SLIGHT_OF_ONE : SLIGHT;
  const difference = Math.abs(after.median - before.median);
  return difference <= NOTHING || difference <= margin * Math.abs(before.median);
}

function isOne({ min, max }: Spread): boolean {
  return min === max;
}
