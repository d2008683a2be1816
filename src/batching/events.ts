import type { CallEnding, DispatchReason } from './port.ts';

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
      readonly durationMs: number;
      /** What the first item that failed was told. */
      readonly error?: Error;
    }
  | { readonly type: 'shed'; readonly reason: ShedReason }
  /** A deadline passed while the request was queued. */
  | { readonly type: 'expired' }
  | { readonly type: 'settled'; readonly inTime: boolean }
  | { readonly type: 'cancelled'; readonly stage: 'queued' | 'sent' }
  | { readonly type: 'retried'; readonly reason: CallEnding }
  /** A batch was taken apart to find out whose item is at fault; `found` when a request alone was refused after that. */
  | { readonly type: 'isolation'; readonly outcome: 'split' | 'found' | 'cleared' };

export type HeartListener = (event: HeartEvent) => void;

/** The heart as it stands, for gauges. */
export interface HeartSnapshot {
  readonly queuedItems: number;
  readonly queuedBytes: number;
  readonly inFlight: number;
  readonly inFlightLimit: number;
  /** The learned fixed cost of a call and cost of a unit, in milliseconds; undefined before the first observation. */
  readonly latency: { readonly baseMs: number; readonly perCostMs: number } | undefined;
}
