import type { Reply } from '../../codecs/port.ts';
import type { DirectReport } from '../../endpoints/direct-calls.ts';
import { type Comparison, compareBodies, type Difference } from '../compare/compare-bodies.ts';
import { type Distance, larger, NO_DISTANCE, type Tolerance } from '../compare/tolerance.ts';
import { tellError } from '../tell-error.ts';
import { shapeOf } from './shape.ts';

/** How the answers of a joined call compare with those got alone. */
export type Answers = 'equal' | 'within-tolerance' | 'same-shape' | 'mismatch';

export interface Judgement {
  readonly answers: Answers;
  readonly why: string;
  /** The largest between two numbers. */
  readonly distance: Distance;
  readonly difference?: Difference;
}

export type Pair = readonly [Reply, Reply];

/**
 * Judges the report of a joined call by the two replies got alone.
 * @param isSteady asked only when it matters: whether the model answers one request the same twice
 */
export async function judge(
  alone: Pair,
  joined: DirectReport,
  tolerance: Tolerance,
  isSteady: () => Promise<boolean>,
): Promise<Judgement> {
  const [first, second] = joined.outcomes;
  if (first?.kind === 'failed') return mismatch(`the joined call failed: ${tellError(first.error)}`);
  if (first === undefined || second?.kind !== 'answered') return mismatch('the joined call has no answer for each request');
  const batched: Pair = [first.reply, second.reply];
  const compared = [compare(alone[0], batched[0], tolerance), compare(alone[1], batched[1], tolerance)];
  const distance = compared.map(distanceIn).reduce(larger, NO_DISTANCE);
  const different = compared.find((each) => each.kind === 'different');
  if (different === undefined) {
    const answers = compared.every(({ kind }) => kind === 'equal') ? 'equal' : 'within-tolerance';
    return { answers, why: answers === 'equal' ? 'byte for byte' : 'but for numbers within the tolerance', distance };
  }
  const { difference } = different;
  const confusion = confusionIn(alone, batched, tolerance);
  if (confusion !== undefined) return { ...mismatch(confusion), difference };
  if (![0, 1].every((index) => sameShape(alone[index === 0 ? 0 : 1], batched[index === 0 ? 0 : 1])))
    return { ...mismatch('the answers have another shape than alone'), difference };
  if (!(await isSteady())) {
    const why = 'the model answers one request differently each time, so only shapes can be compared';
    return { answers: 'same-shape', why, distance, difference };
  }
  return { ...mismatch(`the answers have the right shape, but differ ${beyond(difference)}`), distance, difference };
}

/** Whether a codec with such answers does for the endpoint. */
export function isFit({ answers }: Judgement): boolean {
  return answers !== 'mismatch';
}

function mismatch(why: string): Judgement {
  return { answers: 'mismatch', why, distance: NO_DISTANCE };
}

function beyond({ what }: Difference): string {
  return what === 'number' ? 'by more than the tolerance' : 'in more than numbers';
}

function compare(alone: Reply, batched: Reply, tolerance: Tolerance): Comparison {
  return compareBodies(alone, batched, tolerance);
}

function distanceIn(comparison: Comparison): Distance {
  if (comparison.kind === 'equal') return NO_DISTANCE;
  return comparison.kind === 'close' ? comparison.distance : comparison.difference.distance;
}

/** Answers that are right, but for another request. */
function confusionIn(alone: Pair, batched: Pair, tolerance: Tolerance): string | undefined {
  const is = (of: Reply, answer: Reply): boolean => compare(of, answer, tolerance).kind !== 'different';
  if (is(alone[0], alone[1])) return undefined;
  if (is(alone[0], batched[1]) && is(alone[1], batched[0])) return 'the answers come in another order than the requests';
  if (is(alone[0], batched[0]) && is(alone[0], batched[1])) return 'every request gets the answer of the first one';
  if (is(alone[1], batched[0]) && is(alone[1], batched[1])) return 'every request gets the answer of the last one';
  return undefined;
}

function sameShape(a: Reply, b: Reply): boolean {
  return shapeOf(a.body, 'uncounted') === shapeOf(b.body, 'uncounted');
}
