import type { Reply } from '../../codecs/port.ts';
import { excerpt } from '../excerpt.ts';
import { type BodyKind, bodyKind, type NumberSpan, numbersIn } from './numbers-in.ts';
import { placeOf } from './place.ts';
import { type Distance, distanceOf, isWithin, larger, NO_DISTANCE, type Tolerance } from './tolerance.ts';

export type Comparison =
  /** Byte for byte. */
  | { readonly kind: 'equal' }
  /** But for numbers that differ by no more than is tolerated. */
  | { readonly kind: 'close'; readonly distance: Distance }
  | { readonly kind: 'different'; readonly difference: Difference };

export interface Difference {
  readonly what: 'status' | 'error' | 'number' | 'text';
  /** The first place that differs. */
  readonly place: string;
  /** What stands there. */
  readonly alone: string;
  readonly batched: string;
  /** The largest between two numbers, as far as the bodies could be compared. */
  readonly distance: Distance;
}

type Body = Pick<Reply, 'headers' | 'body'>;
const BEFORE = 16;
const SHOWN = 96;

/** Numbers by the tolerance, everything else byte for byte: key order, strings as they were written, white space. */
export function compareBodies(alone: Body, batched: Body, tolerance: Tolerance): Comparison {
  if (alone.body.equals(batched.body)) return { kind: 'equal' };
  const kind = bodyKind(alone) === bodyKind(batched) ? bodyKind(alone) : 'bytes';
  const [a, b] = [alone.body.toString('latin1'), batched.body.toString('latin1')];
  const walked = walk(a, b, kind, tolerance);
  if (walked.offsets === undefined) return { kind: 'close', distance: walked.distance };
  const [at, bt] = walked.offsets;
  return {
    kind: 'different',
    difference: {
      what: walked.what,
      place: placeOf(a, at, kind),
      alone: excerpt(alone.body, SHOWN, at - BEFORE),
      batched: excerpt(batched.body, SHOWN, bt - BEFORE),
      distance: walked.distance,
    },
  };
}

interface Walk {
  readonly distance: Distance;
  readonly what: 'number' | 'text';
  /** Of the first place that differs, in both; undefined when nothing does. */
  readonly offsets: readonly [number, number] | undefined;
}

/** Goes over both, number by number. A number out of tolerance does not end it, so that the largest distance is known. */
function walk(a: string, b: string, kind: BodyKind, tolerance: Tolerance): Walk {
  const [inA, inB] = [numbersIn(a, kind), numbersIn(b, kind)];
  let found: Walk = { distance: NO_DISTANCE, what: 'number', offsets: undefined };
  let [fromA, fromB] = [0, 0];
  for (let index = 0; ; index += 1) {
    const [numberA, numberB] = [inA[index], inB[index]];
    const gapA = a.slice(fromA, numberA?.start);
    const gapB = b.slice(fromB, numberB?.start);
    if (gapA !== gapB) return differing(found, 'text', fromA + commonPrefix(gapA, gapB), fromB + commonPrefix(gapA, gapB));
    if (numberA === undefined && numberB === undefined) return found;
    if (numberA === undefined || numberB === undefined) return differing(found, 'text', fromA + gapA.length, fromB + gapB.length);
    found = meet(found, a, b, [numberA, numberB], tolerance);
    [fromA, fromB] = [numberA.end, numberB.end];
  }
}

function meet(found: Walk, a: string, b: string, [inA, inB]: readonly [NumberSpan, NumberSpan], tolerance: Tolerance): Walk {
  const [numberA, numberB] = [a.slice(inA.start, inA.end), b.slice(inB.start, inB.end)];
  if (numberA === numberB) return found;
  const further = { ...found, distance: larger(found.distance, distanceOf(numberA, numberB)) };
  return isWithin(tolerance, numberA, numberB) ? further : differing(further, 'number', inA.start, inB.start);
}

/** The first one counts. */
function differing(found: Walk, what: Walk['what'], inA: number, inB: number): Walk {
  return found.offsets === undefined ? { ...found, what, offsets: [inA, inB] } : found;
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
