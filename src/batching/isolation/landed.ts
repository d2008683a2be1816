import { TidegateError } from '../../kernel/errors.ts';
import type { CallEnding, CallReport, ItemOutcome } from '../port.ts';
import { type Chunk, pieces } from '../queue/chunk.ts';
import type { Case, WentWrong } from './case.ts';

/** A call that landed. */
export interface Landed<P, R> {
  readonly chunks: readonly Chunk<P, R>[];
  /** The case that it was sent for, unless that was dissolved meanwhile. */
  readonly theirs: Case<P, R> | undefined;
  /** Times that this batch was sent whole, at least 1. */
  readonly tries: number;
  /** Whether it was sent to find out whether the endpoint is back. */
  readonly probe: boolean;
  readonly report: CallReport<R>;
  /** Whether the endpoint is taken to be down, this call considered. */
  readonly down: boolean;
  /** When the latest call was sent, of those that the endpoint has dealt with so far. */
  readonly workedAt: number;
  /** Monotonic time before which nothing is sent. */
  readonly pausedUntil: number;
}

/** A chunk that did not get what it was sent for, and what it was told instead. */
export interface Wrong<P, R> {
  readonly chunk: Chunk<P, R>;
  readonly error: Error;
}

export function failureAmong(outcomes: readonly ItemOutcome<unknown>[], from: number, to: number): Error | undefined {
  for (let index = from; index < to; index += 1) {
    const outcome = outcomes[index];
    if (outcome?.kind === 'failed') return outcome.error;
  }
  return undefined;
}

/** Of a request that was sent in parts, its caller is told which of its items it is about. */
export function ofItems<P, R>(error: Error, { from, items }: Chunk<P, R>): Error {
  return error instanceof TidegateError ? error.about({ first: from, last: from + items.length - 1 }) : error;
}

/** Whether, from an endpoint that is down, it is not about the items. */
export function saysNothing(call: CallEnding): boolean {
  return call === 'failed' || call === 'unreachable' || call === 'unreadable' || call === 'erred';
}

/** Whether a call held more than one caller's request, or more than one item of a request too large for a call. */
export function canBeTakenApart<P, R>(chunks: readonly Chunk<P, R>[]): boolean {
  return pieces(chunks).length > 1;
}

/** Whether these are all that were sent: that a call went wrong says less of them when somebody has left since. */
export function allOf<P, R>(these: readonly unknown[], { chunks }: Landed<P, R>): boolean {
  return these.length === chunks.length;
}

/** What is known of those sent with a call that went wrong; nothing when somebody has left. */
export function wentWrong<P, R>(wrong: readonly unknown[], landed: Landed<P, R>, now: number): WentWrong | undefined {
  const { call, outcomes } = landed.report;
  return allOf(wrong, landed) ? { refused: outcomes.length, call, at: now } : undefined;
}

export function chunksOf<P, R>(wrong: readonly Wrong<P, R>[]): Chunk<P, R>[] {
  return wrong.map(({ chunk }) => chunk);
}
