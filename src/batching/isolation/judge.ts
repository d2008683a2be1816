import type { CallEnding } from '../port.ts';

/** A call that did not bring every item its result. */
export interface Trouble {
  readonly call: CallEnding;
  /** Whether it can be taken apart: it held more than one caller's request, or a part of one too large for a call. */
  readonly apart: boolean;
  /** Times that this same batch was sent whole, this time included. */
  readonly tries: number;
}

/**
 * `again`: once more as it was, after a pause. `narrow`: find the item at fault. `singles`: each request by itself.
 * `requeue`: back to its place in the queue, as if it had not been sent. `final`: its callers are told.
 */
export type Verdict = 'final' | 'again' | 'narrow' | 'singles' | 'requeue';

/** A batch is sent whole so often before it is suspected that an item makes it fail. */
export const WHOLE_TRIES = 2;

/** What to do with the items of a call that went wrong while the endpoint as such seems to work. */
export function judge({ call, apart, tries }: Trouble, maxAttempts: number): Verdict {
  switch (call) {
    case 'refused':
    case 'fault':
      return apart ? 'narrow' : 'final';
    case 'erred':
    case 'failed':
      if (tries < (apart ? Math.min(WHOLE_TRIES, maxAttempts) : maxAttempts)) return 'again';
      return apart ? 'narrow' : 'final';
    case 'unreadable':
      if (apart) return 'singles';
      return tries < maxAttempts ? 'again' : 'final';
    case 'unreachable':
      return 'again';
    case 'mismatch':
      return apart ? 'singles' : 'final';
    case 'tooLarge':
    case 'replyTooLarge':
      return apart ? 'requeue' : 'final';
    case 'throttled':
      return 'requeue';
    default:
      return 'final';
  }
}
