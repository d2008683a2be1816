import type { CallAbort } from '../kernel/call-abort.ts';
import { NO_STORY, type Settlement, type Story, type Submission } from './port.ts';
import type { Chunk } from './queue/chunk.ts';

/** A submission and what has become of it so far. */
export interface Request<P, R> {
  readonly submission: Submission<P>;
  readonly submittedAt: number;
  readonly settle: (settlement: Settlement<R>) => void;
  readonly results: R[];
  /** Items without a result. */
  missing: number;
  settled: boolean;
  /** Times that the endpoint was down with it: that it was the probe, or was sent for the last time that it may be. */
  probes: number;
  /** Its chunks that are waiting. */
  readonly queued: Chunk<P, R>[];
  /** The calls under way with items of it; one, but for a request too large for one call. */
  readonly flights: Flight[];
  story: Story;
}

/** A call under way, as its callers see it. */
export interface Flight {
  /** Chunks in it whose caller still waits. */
  waiting: number;
  readonly abort: CallAbort;
}

export function newRequest<P, R>(
  submission: Submission<P>,
  submittedAt: number,
  settle: (settlement: Settlement<R>) => void,
): Request<P, R> {
  const missing = submission.items.length;
  return {
    submission,
    submittedAt,
    settle,
    results: [],
    missing,
    settled: false,
    probes: 0,
    queued: [],
    flights: [],
    story: NO_STORY,
  };
}

/** Takes one element out of a short list. */
export function without<T>(list: T[], element: T): void {
  const index = list.indexOf(element);
  if (index < 0) return;
  if (index === list.length - 1) list.pop();
  else list.splice(index, 1);
}

/**
 * @throws {RangeError} when a size is no number or a priority is none of the levels: what a codec gets wrong for one request must
 * not spoil the reckoning for all others
 */
export function checkSubmission(submission: Submission<unknown>, priorityLevels: number): void {
  const { items, overheadBytes, priority } = submission;
  if (!Number.isInteger(priority) || priority < 0 || priority >= priorityLevels) throw new RangeError(`No priority ${priority}`);
  if (items.length === 0) throw new RangeError('A request without items');
  if (!isSize(overheadBytes)) throw new RangeError(`Not a size: ${overheadBytes}`);
  for (const { bytes, cost, length } of items) {
    if (!isSize(bytes) || !isSize(cost) || !isSize(length)) throw new RangeError(`Not sizes: ${bytes}, ${cost}, ${length}`);
  }
}

function isSize(value: number): boolean {
  return value >= 0 && value < Number.POSITIVE_INFINITY;
}
