import type { Caps } from './chunk.ts';
import { adaptive } from './hold-back/adaptive.ts';
import { deferred } from './hold-back/deferred.ts';
import { eager } from './hold-back/eager.ts';
import type { HoldBack } from './hold-back/hold-back.ts';
import { linger } from './hold-back/linger.ts';
import type { RetryOptions } from './isolation.ts';
import type { LatencyModel } from './latency-model.ts';
import { type InFlightLimit, inFlightLimit } from './limits.ts';
import type { QueueBounds } from './queue.ts';
import type { Returns } from './returns.ts';

/** What `linger` waits when no number is given, in milliseconds. */
const AUTO_LINGER_MS = 5;

/** Options of one endpoint's heart, as resolved from `batching`, `queue` and `retry` of its config. */
export interface HeartOptions {
  readonly policy: 'adaptive' | 'eager' | 'linger' | 'deferred';
  readonly caps: Caps;
  readonly maxQueueDelayMs: number | 'auto';
  readonly maxInFlight: number | 'auto';
  readonly queue: QueueBounds;
  readonly retry: RetryOptions;
}

/** The compiled policy. */
export interface Policy {
  readonly holdBack: HoldBack;
  /** The longest that batching alone may hold anything, in milliseconds. */
  readonly longestHoldMs: number;
  readonly inFlight: InFlightLimit;
}

export function compilePolicy(options: HeartOptions, latency: LatencyModel, returns: Returns): Policy {
  const auto = options.policy === 'linger' ? AUTO_LINGER_MS : Number.POSITIVE_INFINITY;
  const longestHoldMs = options.maxQueueDelayMs === 'auto' ? auto : options.maxQueueDelayMs;
  const strategies: Record<HeartOptions['policy'], () => HoldBack> = {
    adaptive: () => adaptive(latency, returns),
    eager: () => eager,
    linger: () => linger(longestHoldMs),
    deferred: () => deferred(latency),
  };
  return { holdBack: strategies[options.policy](), longestHoldMs, inFlight: inFlightLimit(options.maxInFlight) };
}
