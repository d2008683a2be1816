import { onAbort } from '../../kernel/on-abort.ts';
import { percentile } from '../../kernel/percentile.ts';
import { unlessAborted } from '../../kernel/unless-aborted.ts';
import type { Budget } from '../budget.ts';
import type { TuneRecords } from '../records.ts';
import type { ServedBatching, TunableEndpoint } from '../tunable-endpoint.ts';
import { Crowd } from './crowd.ts';
import { type AnsweredCall, MeteredUpstream } from './metered-upstream.ts';

/** Fewer say nothing. */
const LEAST_CALLS = 4;
/** No clock is finer than this. */
const SHORTEST_MS = 0.001;

/** What the gateway does. */
export interface ServedFigures {
  readonly batching: ServedBatching;
  /** Each with one request under way. */
  readonly clients: number;
  /** Calls before those that count, in which it learns. */
  readonly callsBefore: number;
  readonly calls: number;
  readonly itemsPerCall: number;
  readonly itemsPerSecond: number;
  /** Of requests, from when they were handed in. */
  readonly requests: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Requests that were answered with an error. */
  readonly failed: number;
}

export interface ServedTrial {
  readonly batching: ServedBatching;
  readonly clients: number;
  /** To be made in all. */
  readonly calls: number;
  /** Of them, those in which it learns: they do not count. */
  readonly learning: number;
}

export interface ServedParts {
  readonly endpoint: TunableEndpoint;
  readonly records: TuneRecords;
  readonly budget: Budget;
  readonly stop: AbortSignal;
  readonly onCall: () => void;
}

export interface Served {
  /** Sent. */
  readonly items: number;
  /** Undefined where the budget ended too early. */
  readonly figures: ServedFigures | undefined;
}

/** Serves clients as `serve` would, until so many calls are answered or the budget ends. */
export async function tryServed(trial: ServedTrial, { endpoint, records, budget, stop, onCall }: ServedParts): Promise<Served> {
  const { clock } = endpoint;
  const upstream = new MeteredUpstream(endpoint.upstream, budget, clock);
  const faulty = new AbortController();
  const served = endpoint.served(trial.batching, { upstream, onFault: (thrown) => faulty.abort(thrown) });
  const messages = records.requests.map(({ prepared }) => prepared.message);
  const crowd = new Crowd(served, messages, clock);
  const over = upstream.until(trial.calls, onCall);
  const cancelTimer = clock.at(clock.now() + Math.max(0, budget.msLeft), () => upstream.shut());
  const stay = onAbort(stop, () => upstream.shut());
  crowd.come(trial.clients);
  try {
    await unlessAborted(over, faulty.signal);
  } finally {
    cancelTimer();
    stay();
    crowd.leave();
    await served.drain();
  }
  return { items: upstream.items, figures: figuresOf(trial, upstream.answered, crowd) };
}

function figuresOf(
  { batching, clients, learning }: ServedTrial,
  answered: readonly AnsweredCall[],
  crowd: Crowd,
): ServedFigures | undefined {
  const ended = answered.toSorted((a, b) => a.endedAt - b.endedAt);
  const callsBefore = Math.max(1, learning);
  const counted = ended.slice(callsBefore);
  const from = ended[callsBefore - 1]?.endedAt;
  if (from === undefined || counted.length < LEAST_CALLS) return undefined;
  const times = crowd.answered.filter(({ startedAt }) => startedAt >= from).map(({ startedAt, endedAt }) => endedAt - startedAt);
  times.sort((a, b) => a - b);
  return {
    batching,
    clients,
    callsBefore,
    calls: counted.length,
    itemsPerCall: counted.reduce((sum, { items }) => sum + items, 0) / counted.length,
    itemsPerSecond: rateFrom(from, counted),
    requests: times.length,
    p50Ms: percentile(times, 0.5) ?? Number.NaN,
    p99Ms: percentile(times, 0.99) ?? Number.NaN,
    failed: crowd.failed,
  };
}

/** From the end of one call to the end of another, so that whole batches count. */
function rateFrom(from: number, calls: readonly AnsweredCall[]): number {
  const items = calls.reduce((sum, call) => sum + call.items, 0);
  return (1000 * items) / Math.max(SHORTEST_MS, (calls.at(-1)?.endedAt ?? from) - from);
}
