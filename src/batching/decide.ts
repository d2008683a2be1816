import type { Caps } from './chunk.ts';
import { type Fill, fill, mayBeFull } from './fill.ts';
import type { HoldBack } from './hold-back/hold-back.ts';
import type { Lane } from './lane.ts';
import type { DispatchReason } from './port.ts';

/** What there is to decide on. */
export interface Situation<P, R> {
  readonly lanes: Iterable<Lane<P, R>>;
  readonly inFlight: number;
  /** Calls at once. */
  readonly limit: number;
  /** Whether the last slot takes only a full batch, to be ready behind the one that the upstream works on. */
  readonly lastSlotForFull: boolean;
  readonly draining: boolean;
  readonly caps: Caps;
  readonly holdBack: HoldBack;
  /** Expected latency of a call of that cost, in milliseconds. */
  readonly predict: (cost: number) => number;
}

export type Decision<P, R> =
  | { readonly kind: 'send'; readonly lane: Lane<P, R>; readonly fill: Fill<P, R>; readonly reason: DispatchReason }
  /** Nothing to send before an event, or this monotonic time. */
  | { readonly kind: 'wait'; readonly until: number };

type Ready<P, R> = Extract<Decision<P, R>, { kind: 'send' }>;

/**
 * The next thing to do: of the lanes whose batch may go now, the one that expires first (then the oldest).
 * Rules 1, 2 and 5 of the heart; pure but for remembering in a lane that it is held.
 */
export function decide<P, R>(situation: Situation<P, R>, now: number): Decision<P, R> {
  const { inFlight, limit, lastSlotForFull, draining } = situation;
  if (inFlight >= limit) return { kind: 'wait', until: Number.POSITIVE_INFINITY };
  const onlyFull = lastSlotForFull && limit > 1 && inFlight === limit - 1 && !draining;
  let best: Ready<P, R> | undefined;
  let until = Number.POSITIVE_INFINITY;
  for (const lane of situation.lanes) {
    if (onlyFull && lane.holdBy > now && !mayBeFull(lane, situation.caps)) {
      until = Math.min(until, lane.holdBy);
      continue;
    }
    const candidate = fill(lane, situation.caps);
    if (candidate === undefined) continue;
    const verdict = consider(lane, candidate, onlyFull, situation, now);
    if (typeof verdict === 'number') until = Math.min(until, verdict);
    else if (best === undefined || goesBefore(candidate, best.fill))
      best = { kind: 'send', lane, fill: candidate, reason: verdict };
  }
  return best ?? { kind: 'wait', until };
}

/** Why the batch goes now, or the time until which it is held back. */
function consider<P, R>(
  lane: Lane<P, R>,
  batch: Fill<P, R>,
  onlyFull: boolean,
  situation: Situation<P, R>,
  now: number,
): DispatchReason | number {
  if (batch.full !== undefined) return batch.full;
  if (situation.draining) return 'drain';
  // A bound of the caller's or the operator's ends the wait for a full batch too.
  if (onlyFull) return batch.holdBy > now ? batch.holdBy : 'delay';
  const oldest = batch.chunks[0];
  if (oldest === undefined) return 'slot';
  const until = situation.holdBack.until(
    {
      key: lane.key,
      items: batch.items,
      cost: batch.cost,
      room: Math.min(situation.caps.items, oldest.traits.maxCompany),
      oldestAt: oldest.request.submittedAt,
      expiresAt: batch.expiresAt,
    },
    now,
  );
  const latest = batch.expiresAt - situation.predict(batch.cost);
  const bounded = Math.min(until, batch.holdBy, latest);
  if (bounded > now) {
    lane.held = true;
    return bounded;
  }
  if (!lane.held) return 'slot';
  return latest <= now ? 'deadline' : situation.holdBack.reason;
}

function goesBefore<P, R>(one: Fill<P, R>, other: Fill<P, R>): boolean {
  if (one.expiresAt !== other.expiresAt) return one.expiresAt < other.expiresAt;
  return (one.chunks[0]?.traits.order ?? 0) < (other.chunks[0]?.traits.order ?? 0);
}
