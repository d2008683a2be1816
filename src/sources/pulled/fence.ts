/** A right to work on a shard, which can end at any time. */
export interface Fence {
  /** Aborted once the right has ended for good. */
  readonly signal: AbortSignal;
  /** Aborted, perhaps before, once nothing is to be sent any more: what was sent may still be answered. @default `signal` */
  readonly sending?: AbortSignal;
  /** @throws when it has, or when it is no longer certain: others may be at work on the shard by then */
  check(): void;
}
