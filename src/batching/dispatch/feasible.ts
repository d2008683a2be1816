import type { Caps, Chunk } from '../queue/chunk.ts';
import type { Lane } from '../queue/lane.ts';
import { alike, type PaddedCost } from './alike.ts';
import { type Fill, fill } from './fill.ts';
import type { Load } from './latency/load.ts';

/** What waits beyond this many is not looked at. */
const LOOK_AHEAD = 2048;

/** When calls come back. */
export interface Times {
  /** When the upstream begins with a call that is sent now; monotonic. */
  readonly startsAt: number;
  /** When it begins with the next after one that ends at a time. */
  readonly nextStartsAt: (endsAt: number) => number;
  /** How long a call takes at most, as good as certainly, in milliseconds. */
  readonly atMost: (load: Load) => number;
  readonly slots: number;
}

/** What is left of a batch for which some would be late. */
export interface Feasible<P, R> {
  /** Undefined when nobody could be answered in time. */
  readonly fill: Fill<P, R> | undefined;
  /** Whom no call could answer in time any more. */
  readonly hopeless: readonly Chunk<P, R>[];
}

/** On which terms the best is made. */
export interface Terms {
  readonly times: Times;
  readonly padding: PaddedCost | undefined;
  /** Whether those whose turn it is are not to be dropped for the sake of more others: between tenants and priorities. */
  readonly fair: boolean;
}

export function isInTime<P, R>(batch: Fill<P, R>, { startsAt, atMost }: Times): boolean {
  return batch.deadline === Number.POSITIVE_INFINITY || startsAt + atMost(batch) <= batch.deadline;
}

/**
 * Makes the best of a batch in which somebody would be late. When a smaller one now is in time for those first in line, and the
 * rest is in time after it, nobody is lost. Else there is too much: then the size goes that answers the most in time for its
 * duration, with those who can bear that duration, and whom it leaves without hope is dropped (shedding by the latency of the
 * batch one would really be in: Clockwork, OSDI 2020; Nexus, SOSP 2019).
 */
export function feasible<P, R>(
  batch: Fill<P, R>,
  inTurn: Iterable<Chunk<P, R>>,
  caps: Caps,
  { times, padding, fair }: Terms,
): Feasible<P, R> {
  const waiting = first(inTurn, LOOK_AHEAD);
  const durations = durationsOf(batch, Math.min(caps.items, itemsOf(waiting)), times);
  const smaller = inTimeForAll(waiting, durations, times);
  if (smaller > 0) return { fill: fill(waiting, { ...caps, items: smaller }), hopeless: [] };
  const size = fair ? fairSize(waiting, durations, times) : bestSize(waiting, durations, times);
  const lasts = durations[size] ?? 0;
  const able = waiting.filter((chunk) => slack(chunk, times) >= Math.max(lasts, durations[chunk.items.length] ?? 0));
  const chosen =
    size === 0 ? undefined : fill(padding === undefined ? able : alike(able, size, padding), { ...caps, items: size });
  const next = times.nextStartsAt(times.startsAt + lasts) - times.startsAt + (durations[1] ?? 0);
  const sent = new Set(chosen?.chunks);
  const hopeless = waiting.filter((chunk) => isDroppable(chunk) && slack(chunk, times) < next && !sent.has(chunk));
  return { fill: chosen, hopeless };
}

/** Who could not be answered in time even by a call of its own, were it sent next. */
export function hopelessIn<P, R>(lane: Lane<P, R>, { startsAt, atMost }: Times): readonly Chunk<P, R>[] {
  const { items, cost } = lane;
  const soonest = startsAt + atMost({ key: lane.key, items: 1, cost: cost / items, longest: 0 });
  if (lane.deadline >= soonest) return [];
  return [...lane.chunks()].filter((chunk) => isDroppable(chunk) && chunk.request.submission.deadline < soonest);
}

/** By number of items, how long a call lasts whose items are like these on average. */
function durationsOf<P, R>({ key, items, cost, longest }: Fill<P, R>, most: number, { atMost }: Times): number[] {
  const durations = [0];
  for (let size = 1; size <= most; size += 1) durations.push(atMost({ key, items: size, cost: (cost / items) * size, longest }));
  return durations;
}

/**
 * How many may go now so that all are in time, the others after them; 0 when there is no way. Nor is there when more waits than
 * fits into one call: then there is no time for smaller ones, which get less done.
 */
function inTimeForAll<P, R>(waiting: readonly Chunk<P, R>[], durations: readonly number[], times: Times): number {
  const most = durations.length - 1;
  if (itemsOf(waiting) > most) return 0;
  let size = 0;
  let tightest = Number.POSITIVE_INFINITY;
  let taken = 0;
  for (const chunk of waiting) {
    const items = taken + chunk.items.length;
    tightest = Math.min(tightest, slack(chunk, times));
    if (items > most || (durations[items] ?? 0) > tightest) break;
    size = items;
    taken += chunk.items.length;
  }
  if (size === 0) return 0;
  const full = (durations[most] ?? 0) / times.slots;
  let behind = 0;
  let passed = 0;
  for (const chunk of waiting) {
    passed += chunk.items.length;
    if (passed <= size) continue;
    behind += chunk.items.length;
    const after = (durations[size] ?? 0) + Math.ceil(behind / most) * full;
    if (slack(chunk, times) < after) return 0;
  }
  return size;
}

/** The size that answers the most in time for as long as it lasts; 0 when nobody would be in time. */
function bestSize<P, R>(waiting: readonly Chunk<P, R>[], durations: readonly number[], times: Times): number {
  const slacks = waiting.flatMap((chunk) => chunk.items.map(() => slack(chunk, times))).sort((one, other) => other - one);
  let best = 0;
  let bestRate = 0;
  for (let size = 1; size < durations.length; size += 1) {
    const lasts = durations[size] ?? 0;
    // The size-th longest can bear it, hence all before it.
    if ((slacks[size - 1] ?? 0) < lasts) break;
    const rate = size / Math.max(lasts, Number.MIN_VALUE);
    if (rate >= bestRate) {
      best = size;
      bestRate = rate;
    }
  }
  return best;
}

/**
 * The best size that the first in turn can bear. Between tenants of one priority, not if that is less than half of the best: it would
 * be too dear for all others.
 */
function fairSize<P, R>(waiting: readonly Chunk<P, R>[], durations: readonly number[], times: Times): number {
  const best = bestSize(waiting, durations, times);
  const first = waiting.find((chunk) => slack(chunk, times) >= (durations[chunk.items.length] ?? 0));
  if (first === undefined) return best;
  const bears = Math.min(best, bearable(first, durations, times));
  const { priority } = first.request.submission;
  const isBeforeOthers = waiting.some(({ request }) => request.submission.priority > priority);
  return isBeforeOthers || 2 * bears >= best ? bears : best;
}

/** The most items of a call that it can bear. */
function bearable<P, R>(chunk: Chunk<P, R>, durations: readonly number[], times: Times): number {
  let size = chunk.items.length;
  while (size + 1 < durations.length && (durations[size + 1] ?? 0) <= slack(chunk, times)) size += 1;
  return size;
}

/** What a door asked room for is not dropped, nor what the model has worked on. */
function isDroppable<P, R>({ request: { submission, story } }: Chunk<P, R>): boolean {
  return submission.credit === undefined && story.calls === 0;
}

function slack<P, R>({ request }: Chunk<P, R>, { startsAt }: Times): number {
  return request.submission.deadline - startsAt;
}

function itemsOf<P, R>(chunks: readonly Chunk<P, R>[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.items.length, 0);
}

function first<T>(all: Iterable<T>, most: number): T[] {
  const some: T[] = [];
  for (const each of all) {
    if (some.length === most) break;
    some.push(each);
  }
  return some;
}
