import type { Load } from './dispatch/latency/load.ts';
import type { BreakerState } from './isolation/breaker.ts';
import type { QueueBounds } from './policy.ts';
import type { CallEnding, DispatchReason, Story } from './port.ts';

/** Why a submission was refused for want of room or time. */
export type ShedReason = 'full' | 'deadline' | 'draining' | 'breaker';

/** What the heart tells as it happens; telemetry subscribes. Times in milliseconds, sizes in bytes. */
export type HeartEvent =
  | {
      readonly type: 'dispatched';
      readonly reason: DispatchReason;
      readonly items: number;
      readonly bytes: number;
      readonly cost: number;
      /** How long each request had been queued that is sent for the first time. */
      readonly waits: readonly number[];
    }
  | {
      readonly type: 'landed';
      readonly call: CallEnding;
      readonly items: number;
      readonly load: Load;
      readonly durationMs: number;
      /** What the first item that failed was told. */
      readonly error?: Error;
    }
  | { readonly type: 'shed'; readonly reason: ShedReason }
  /** A deadline passed while the request was queued, be it for the first time or to be sent again. */
  | { readonly type: 'expired'; readonly wasSent: boolean }
  | { readonly type: 'settled'; readonly inTime: boolean; readonly story: Story }
  | { readonly type: 'cancelled'; readonly stage: 'queued' | 'sent' }
  /** A call is to be made once more for the same items. */
  | { readonly type: 'retried'; readonly reason: CallEnding }
  /** It would have been, but for the retry budget. */
  | { readonly type: 'retryDenied'; readonly reason: CallEnding }
  /**
   * `split`: a batch is taken apart to find out whose item is at fault, or sent singly. `found`: it was this one. `cleared`: a part
   * of it has passed.
   */
  | { readonly type: 'isolation'; readonly outcome: 'split' | 'found' | 'cleared' }
  /** Calls of one key may hold only so much for a while, because of how calls ended. */
  | { readonly type: 'capped'; readonly of: 'items' | 'bytes'; readonly to: number; readonly call: CallEnding }
  | { readonly type: 'breaker'; readonly state: 'open'; readonly call: CallEnding; readonly error?: Error }
  /** The endpoint works again; it had been called down for so long. */
  | { readonly type: 'breaker'; readonly state: 'closed'; readonly afterMs: number };

export type HeartListener = (event: HeartEvent) => void;

/** The heart as it stands, for gauges. */
export interface HeartSnapshot {
  readonly queuedItems: number;
  readonly queuedBytes: number;
  /** What may wait at most. */
  readonly queueBounds: QueueBounds;
  readonly inFlight: number;
  readonly inFlightLimit: number;
  readonly breaker: BreakerState;
  /** The most items that a call may hold now, of the key that bears the fewest. */
  readonly batchSizeCap: number;
  /** Calls that the upstream works on at once, as far as is known. */
  readonly concurrency: number;
  /** What is known of how long calls take; undefined before the first observation. */
  readonly latency: LatencySnapshot | undefined;
}

export interface LatencySnapshot {
  /** Fixed cost of a call, in milliseconds. */
  readonly baseMs: number;
  /** For each unit of cost, or of padded cost, in milliseconds. */
  readonly perCostMs: number;
  /** Nine of ten calls take between these times what is predicted. */
  readonly band: { readonly lower: number; readonly upper: number };
  /** Whether a call costs its rows times its longest item rather than the sum of its items' costs. */
  readonly paddingCosts: boolean;
}
