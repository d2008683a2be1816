import type { Duration } from '../load/recorder.ts';
import { type Percentiles, percentiles } from '../statistics/percentiles.ts';
import type { Outcome } from './outcome.ts';
import { isRefusal, type Refusals, refusalsAmong } from './refusals.ts';

/** From here on the load generator's lag is large enough to be mistaken for the gateway's. */
const LAG_LIMIT_MS = 10;

/** What one run of an open loop showed, at the client: of the requests that were due within the window. */
export interface LoadFigures {
  readonly offeredPerSecond: number;
  /** How much later than due requests were sent. */
  readonly lag: Percentiles;
  /** The load generator did not keep its times: the run counts for nothing. */
  readonly isVoid: boolean;
  /** 200s within the deadline of being sent, */
  readonly inTimePerSecond: number;
  /** and within the deadline of being due. */
  readonly inTimeOfDuePerSecond: number;
  /** All 200s that are the caller's own, late ones too, by the time from sending. */
  readonly answers: number;
  readonly latency: Percentiles;
  /** The same from when they were due. */
  readonly latencyOfDue: Percentiles;
  /** Of the 200s: those that came late, work of the model for nothing. */
  readonly lateShare: number;
  readonly refusals: Refusals;
  /** Of the whole run: answers that were not the caller's own, requests without an answer, any other status. */
  readonly wrong: number;
  readonly unanswered: number;
  readonly unexpected: number;
}

export function loadFigures(outcomes: readonly Outcome[], { settleSeconds, seconds }: Duration, sloMs: number): LoadFigures {
  const [opensAt, closesAt] = [settleSeconds * 1000, (settleSeconds + seconds) * 1000];
  const due = outcomes.filter(({ dueAt }) => dueAt >= opensAt && dueAt < closesAt);
  const answers = due.filter(({ own }) => own);
  const inTime = answers.filter(({ sentAt, endedAt }) => endedAt - sentAt <= sloMs);
  const inTimeOfDue = answers.filter(({ dueAt, endedAt }) => endedAt - dueAt <= sloMs);
  const lag = percentiles(due.map(({ dueAt, handedOverAt }) => handedOverAt - dueAt));
  return {
    offeredPerSecond: due.length / seconds,
    lag,
    isVoid: !(lag.p99Ms < LAG_LIMIT_MS),
    inTimePerSecond: inTime.length / seconds,
    inTimeOfDuePerSecond: inTimeOfDue.length / seconds,
    answers: answers.length,
    latency: percentiles(answers.map(({ sentAt, endedAt }) => endedAt - sentAt)),
    latencyOfDue: percentiles(answers.map(({ dueAt, endedAt }) => endedAt - dueAt)),
    lateShare: 1 - inTime.length / answers.length,
    refusals: refusalsAmong(due, sloMs),
    ...faultsAmong(outcomes),
  };
}

function faultsAmong(outcomes: readonly Outcome[]): Pick<LoadFigures, 'wrong' | 'unanswered' | 'unexpected'> {
  const count = (isFault: (outcome: Outcome) => boolean): number => outcomes.filter(isFault).length;
  return {
    wrong: count(({ status, own }) => status === 200 && !own),
    unanswered: count(({ status }) => status === 0),
    unexpected: count((outcome) => outcome.status !== 200 && outcome.status !== 0 && !isRefusal(outcome)),
  };
}

/** Whether every request had its own answer or a refusal. */
export function isClean({ wrong, unanswered, unexpected }: LoadFigures): boolean {
  return wrong + unanswered + unexpected === 0;
}
