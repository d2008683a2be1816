import type { Message } from '../codecs/port.ts';
import type { Settle, Submitted } from '../endpoints/port.ts';
import type { OpenedEndpoint } from '../proving/opened-endpoint.ts';
import type { Upstream } from '../upstreams/port.ts';

/** An endpoint that can be called directly, and served as the gateway serves it. */
export interface TunableEndpoint extends OpenedEndpoint {
  /** `batching.latencySloMs` of the config. */
  readonly latencySloMs: number | undefined;
  /**
   * As `serve` runs it with such a `batching`, heart and all, but without deadlines.
   */
  served(batching: ServedBatching, over: ServedOver): ServedEndpoint;
}

/** What of `batching` is tried; the rest is as configured. */
export type ServedBatching =
  | { readonly policy: 'adaptive'; readonly maxBatchSize: number }
  | {
      readonly policy: 'linger';
      readonly maxBatchSize: number;
      readonly maxQueueDelayMs: number;
      readonly maxInFlight: number;
    };

export interface ServedOver {
  /** In front of the endpoint's own, or in its place. */
  readonly upstream: Upstream;
  /** Told of a fault of ours. */
  readonly onFault: (thrown: unknown) => void;
}

/** What callers of an endpoint see of it. */
export interface ServedEndpoint {
  submit(request: Message, settle: Settle): Submitted;
  /** Takes no more requests; resolves once all that were taken are answered or cancelled. */
  drain(): Promise<void>;
}
