import type { Chunk } from './chunk.ts';
import { NO_STORY, type Settlement, type Story, type Submission } from './port.ts';

/** A submission and what has become of it so far. */
export interface Request<P, R> {
  readonly submission: Submission<P>;
  readonly submittedAt: number;
  readonly settle: (settlement: Settlement<R>) => void;
  readonly results: R[];
  /** Items without a result. */
  missing: number;
  settled: boolean;
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
  readonly abort: AbortController;
}

export function newRequest<P, R>(
  submission: Submission<P>,
  submittedAt: number,
  settle: (settlement: Settlement<R>) => void,
): Request<P, R> {
  const missing = submission.items.length;
  return { submission, submittedAt, settle, results: [], missing, settled: false, queued: [], flights: [], story: NO_STORY };
}

/** Takes one element out of a short list. */
export function without<T>(list: T[], element: T): void {
  const index = list.indexOf(element);
  if (index >= 0) list.splice(index, 1);
}
