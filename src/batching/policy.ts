import { adaptive } from './dispatch/hold-back/adaptive.ts';
import { deferred } from './dispatch/hold-back/deferred.ts';
import { eager } from './dispatch/hold-back/eager.ts';
import type { HoldBack } from './dispatch/hold-back/hold-back.ts';
import { linger } from './dispatch/hold-back/linger.ts';
import type { LatencyModel } from './dispatch/latency/latency-model.ts';
import type { Returns } from './dispatch/returns.ts';
import type { Caps } from './queue/chunk.ts';

/** What `linger` waits when no number is given, in milliseconds. */
const AUTO_LINGER_MS = 5;

/** What may wait, and arrive, at once. */
export interface QueueBounds {
  /** Items. */
  readonly maxSize: number;
  readonly maxBytes: number;
}

export interface RetryOptions {
  /** Times that a request may be sent because calls broke, the first included. */
  readonly maxAttempts: number;
}

/** Options of one endpoint's heart, as resolved from `batching`, `queue` and `retry` of its config. */
export interface HeartOptions {
  readonly policy: 'adaptive' | 'eager' | 'linger' | 'deferred';
  readonly caps: Caps;
  readonly maxQueueDelayMs: number | 'auto';
  readonly maxInFlight: number | 'auto';
  readonly queue: QueueBounds;
  /** Submissions have priorities from 0 to one less. */
  readonly priorityLevels: number;
  readonly retry: RetryOptions;
}

/** The compiled policy. */
export interface Policy {
  readonly holdBack: HoldBack;
  /** The longest that batching alone may hold anything, in milliseconds. */
  readonly longestHoldMs: number;
}

export function compilePolicy(options: HeartOptions, known: { readonly latency: LatencyModel }, returns: Returns): Policy {
  const auto = options.policy === 'linger' ? AUTO_LINGER_MS : Number.POSITIVE_INFINITY;
  const longestHoldMs = options.maxQueueDelayMs === 'auto' ? auto : options.maxQueueDelayMs;
  const strategies: Record<HeartOptions['policy'], () => HoldBack> = {
    adaptive: () => adaptive(known, returns),
    eager: () => eager,
    linger: () => linger(longestHoldMs),
    deferred: () => deferred(known),
  };
  return { holdBack: strategies[options.policy](), longestHoldMs };
}
