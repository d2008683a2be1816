import type { CallEnding } from '../../batching/port.ts';
import type { Setting } from './setting.ts';

/** A call that has ended. */
export interface EndedCall {
  readonly items: number;
  readonly ms: number;
  readonly call: CallEnding;
}

/** Calls of a setting made in a row, in the order in which they began. */
export type Round = readonly EndedCall[];

/** Calls of a round that count, when one call is under way at a time. */
const ALONE = 3;
/** The fewest that count, when more are. */
const LEAST = 6;

/** Calls that a round takes, those included that only keep the endpoint busy. */
export function callsOfRound({ concurrency }: Setting): number {
  return concurrency === 1 ? ALONE : 2 * concurrency + Math.max(LEAST, concurrency);
}

/**
 * The calls of a round that had the full number of others beside them from beginning to end: not the first ones, which found
 * the endpoint idle, nor the last ones, which left it idle. They count by what they took: so many calls under way all the time,
 * each of so many milliseconds, are so many a second (Little, "A proof for the queuing formula L = λW", Operations Research 9, 1961).
 */
export function busyPart(round: Round, { concurrency }: Setting): Round {
  return concurrency === 1 ? round : round.slice(concurrency, -concurrency);
}
