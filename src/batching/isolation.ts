import type { CallEnding } from './port.ts';

export interface RetryOptions {
  /** Times an item may be sent because calls failed, the first included. */
  readonly maxAttempts: number;
}

/** A call that did not bring every item its result. */
export interface Trouble {
  readonly call: CallEnding;
  /** Items in the call. */
  readonly items: number;
  /** Whether it was one whole request, as its caller would have sent it. */
  readonly whole: boolean;
  /** Times that these items were sent and failed before. */
  readonly failures: number;
}

export type Verdict =
  | { readonly kind: 'final' }
  /** Split it and send the parts: somebody else's item may be at fault. */
  | { readonly kind: 'split'; readonly maxCompany: number }
  /** Send it again as it was, after a pause. */
  | { readonly kind: 'retry'; readonly delayMs: number; readonly fault: boolean };

const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 5000;

/**
 * What to do with the items of a call that went wrong. The model refused, or the call was too large: halves, down to single
 * requests. The reply does not fit: singles at once. It failed or was throttled: once more, with exponential backoff and full
 * jitter. The endpoint rejects every call, or it took too long: to send it again would do no good.
 * @param random uniform in [0, 1)
 */
export function judge(trouble: Trouble, options: RetryOptions, random: number): Verdict {
  const { call, items, whole, failures } = trouble;
  const apart = !whole && items > 1;
  switch (call) {
    case 'refused':
    case 'tooLarge':
      return apart ? { kind: 'split', maxCompany: Math.ceil(items / 2) } : { kind: 'final' };
    case 'mismatch':
      return apart ? { kind: 'split', maxCompany: 1 } : { kind: 'final' };
    case 'failed':
    case 'throttled':
      if (failures + 1 >= options.maxAttempts) return { kind: 'final' };
      return {
        kind: 'retry',
        delayMs: random * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** failures),
        fault: call === 'failed',
      };
    default:
      return { kind: 'final' };
  }
}
