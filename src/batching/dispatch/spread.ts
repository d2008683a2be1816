/** It is not reckoned to be busier than this: a call then weighs a hundred times its fixed cost. */
const MOST_BUSY = 0.99;

/** What waits is not divided into more calls than these at a time, for there is more to a call than its time. */
const MOST_CALLS = 4;

/** Where and how what there is could be worked on. */
export interface Hands {
  /** Calls that the upstream works on at once. */
  readonly slots: number;
  /** Calls that should be under way at once. */
  readonly calls: number;
  /** Calls under way. */
  readonly underWay: number;
  /** Items that wait, are under way, or are about to come. */
  readonly items: number;
  /** Items that wait, or are about to come. */
  readonly waiting: number;
  /** Until the first call under way is expected back, in milliseconds. */
  readonly nextLandingMs: number;
  /** The fixed cost of a call, in time of the upstream, in milliseconds. */
  readonly callMs: number;
  /** What an item adds. */
  readonly itemMs: number;
  /** What share of the time all slots are taken. */
  readonly busy: number;
  /** How many items calls have to hold so that several slots last for the traffic there is. */
  readonly pace: number;
}

/** The most items that a call should hold, however many its caps allow. */
export function share(hands: Hands): number {
  const even = hands.calls > 1 ? evenShare(hands) : Number.POSITIVE_INFINITY;
  return Math.max(1, Math.min(even, quickShare(hands)));
}

/**
 * The slots together get the most done when their calls are of equal size, since a call's rate n / (a + b n) grows ever slower
 * with n. So each takes its share of what there is. While no other slot is free it may take more, as long as one more item costs
 * those in the call less time than that item would wait for the next slot.
 */
function evenShare({ calls, underWay, items, nextLandingMs, itemMs }: Hands): number {
  const even = Math.ceil(items / calls);
  if (underWay + 1 < calls) return even;
  return itemMs > 0 ? Math.max(even, Math.ceil(nextLandingMs / itemMs)) : Number.POSITIVE_INFINITY;
}

/**
 * Where the fixed cost a is small for what n items take, the first are answered sooner in calls of their own. Divided into k
 * calls, n items are answered after (k + 1) / 2 * (a + b n / k) in the mean, which is the least for k = sqrt(b n / a). A call
 * more takes its fixed cost from all who come while the upstream is busy, too, so that it weighs 1 / (1 - busy) times as much.
 * Several slots share what waits; and calls smaller than the traffic needs would just take the slots from those who come after.
 */
function quickShare({ slots, waiting, callMs, itemMs, busy, pace }: Hands): number {
  if (itemMs <= 0) return Number.POSITIVE_INFINITY;
  const weighs = callMs / (1 - Math.min(MOST_BUSY, busy));
  const each = waiting / slots;
  return Math.round(Math.max(pace, each / MOST_CALLS, Math.sqrt((weighs * each) / itemMs)));
}
