import type { CallAbort } from '../kernel/call-abort.ts';
/** One thing to be computed; the heart never looks into `payload`. */
export interface Item<P> {
  readonly payload: P;
  /** What it adds to the size of a call, in bytes. */
  readonly bytes: number;
  /** What it adds to the cost of a call, in the codec's unit; 0 when not known: the latency model does not learn from it. */
  readonly cost: number;
  /** What padding is about, in the codec's unit. */
  readonly length: number;
}

/** One caller's request. */
export interface Submission<P> {
  /** Submissions with equal keys may share a batch. */
  readonly key: string;
  /** At least one; more than fit into a batch are sent in several. */
  readonly items: readonly Item<P>[];
  /** The most items that a batch with these may hold; 1 means that each goes alone. */
  readonly maxCompany: number;
  /** Bytes of a call beside its items. */
  readonly overheadBytes: number;
  /** Monotonic time after which an answer is worthless; Infinity for none. */
  readonly deadline: number;
  /** Monotonic time until which it may wait for a call; never after the deadline. */
  readonly expiresAt: number;
  /** The longest this may be held back for batching alone, in milliseconds. */
  readonly maxWaitMs: number;
  /** 0 is the highest; below `priorityLevels` of the options. */
  readonly priority: number;
  /** Submissions of one priority share the endpoint fairly by tenant. */
  readonly tenant: string;
  /** Room taken beforehand by a door that pulls: it was asked for, so it is never refused for want of room. */
  readonly credit?: Credit | undefined;
}

/** Room in the queue. Given back by the heart when the submission that carries it is settled, or by its holder when unused. */
export interface Credit {
  readonly bytes: number;
  /** What the submission turned out to hold; only the first time counts. */
  counted(items: number): void;
  release(): void;
}

/** Room for bodies that are still arriving at a door that is pushed to. */
export interface Arrivals {
  /** Takes room for so many more bytes. @returns what to tell when there is none */
  take(bytes: number): Error | undefined;
  giveBack(bytes: number): void;
}

/** What became of one item in one call. */
export type ItemOutcome<R> =
  | { readonly kind: 'done'; readonly result: R }
  | { readonly kind: 'failed'; readonly error: Error }
  /** To be sent once more: not before a monotonic time, in a company of at most so many items. */
  | { readonly kind: 'again'; readonly notBefore?: number; readonly maxCompany?: number; readonly error: Error };

/** How a call as a whole ended; what each means, and what follows from it, stands in isolation/endings.ts. */
export type CallEnding =
  | 'ok'
  | 'refused'
  | 'erred'
  | 'rejected'
  | 'tooLarge'
  | 'replyTooLarge'
  | 'throttled'
  | 'failed'
  | 'unreachable'
  | 'unreadable'
  | 'mismatch'
  | 'timeout'
  | 'fault'
  | 'aborted';

export interface CallReport<R> {
  readonly call: CallEnding;
  /** By index of the batch's items. */
  readonly outcomes: readonly ItemOutcome<R>[];
  /** When the endpoint asked not to be called for a while, in milliseconds from now. */
  readonly retryAfterMs?: number;
}

/** Why a batch was sent as it was. */
export type DispatchReason = 'size' | 'bytes' | 'cost' | 'delay' | 'slot' | 'deadline' | 'drain' | 'alone' | 'isolation';

/** What is sent as one call. */
export interface Batch<P> {
  readonly items: readonly Item<P>[];
  readonly reason: DispatchReason;
  readonly bytes: number;
  readonly cost: number;
}

/**
 * Makes exactly one call for the batch. The heart aborts it when nobody waits any more; perform itself may, when its time is up.
 * What it throws is taken for a fault of ours.
 */
export type Perform<P, R> = (batch: Batch<P>, call: CallAbort) => Promise<CallReport<R>>;

/** How a submission ended: results by index of its items, or the error that its caller gets. */
export type Settlement<R> =
  | { readonly kind: 'answered'; readonly results: readonly R[]; readonly story: Story }
  | { readonly kind: 'failed'; readonly error: Error; readonly story: Story };

/** How a submission's last call came about; what `server-timing` tells. */
export interface Story {
  /** From submission to the call. */
  readonly queueMs: number;
  /** Before its first call, how long it was held back for company: a call could have been made. */
  readonly heldMs: number;
  /** Of the call; 0 when there was none. */
  readonly upstreamMs: number;
  /** Items in the batch; 0 when there was none. */
  readonly batchSize: number;
  readonly reason: DispatchReason | undefined;
  /** Calls with items of it so far. */
  readonly calls: number;
  /** How the last of them ended that did not bring the answer. */
  readonly trouble: CallEnding | undefined;
}

/** Of a submission that was never sent. */
export const NO_STORY: Story = {
  queueMs: 0,
  heldMs: 0,
  upstreamMs: 0,
  batchSize: 0,
  reason: undefined,
  calls: 0,
  trouble: undefined,
};

/** A submission under way. */
export interface Ticket {
  /** The caller has left: its settlement is not called any more. */
  cancel(): void;
}
