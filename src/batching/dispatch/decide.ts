import type { Case } from '../isolation/case.ts';
import type { DispatchReason } from '../port.ts';
import type { Caps, Chunk } from '../queue/chunk.ts';
import type { Lane } from '../queue/lane.ts';
import type { Queue } from '../queue/queue.ts';
import type { Turns } from '../queue/turns.ts';
import { type Fill, fill, mayBeFull, sealed } from './fill.ts';
import type { HoldBack } from './hold-back/hold-back.ts';

/** What there is to decide on. */
export interface Situation<P, R> {
  readonly queue: Queue<P, R>;
  readonly inFlight: number;
  /** Calls at once. */
  readonly limit: number;
  /** Whether the last slot takes only a full batch, to be ready behind the one that the upstream works on. */
  readonly lastSlotForFull: boolean;
  readonly draining: boolean;
  /** The caps in force for a key. */
  readonly capsOf: (key: string) => Caps;
  readonly holdBack: HoldBack;
  /** Expected latency of a call of that cost, in milliseconds. */
  readonly predict: (cost: number) => number;
}

export type Decision<P, R> = Send<P, R> | Wait;

export interface Send<P, R> {
  readonly kind: 'send';
  /** The case that the batch belongs to. */
  readonly theirs?: Case<P, R>;
  /** Whether it is to find out whether the endpoint is back. */
  readonly probe: boolean;
  readonly fill: Fill<P, R>;
  readonly reason: DispatchReason;
}

/** Nothing to send before an event, or this monotonic time. */
interface Wait {
  readonly kind: 'wait';
  readonly until: number;
}

/**
 * The next thing to do: of the batches that may go now, the one whose turn it is by priority and tenant, then the one that expires
 * first, then the oldest. Rules 1, 2 and 5 of the heart; pure but for remembering in a lane
 * that it is held, and in a case who has left it.
 */
export function decide<P, R>(situation: Situation<P, R>, now: number): Decision<P, R> {
  const { inFlight, limit, lastSlotForFull, draining } = situation;
  if (inFlight >= limit) return { kind: 'wait', until: Number.POSITIVE_INFINITY };
  const onlyFull = lastSlotForFull && limit > 1 && inFlight === limit - 1 && !draining;
  const turns = (): Turns => situation.queue.flows.turns();
  let best: Send<P, R> | undefined;
  let until = Number.POSITIVE_INFINITY;
  const weigh = (option: Decision<P, R> | undefined): void => {
    if (option?.kind === 'wait') until = Math.min(until, option.until);
    else if (option !== undefined && (best === undefined || goesBefore(option.fill, best.fill, turns))) best = option;
  };
  for (const theirs of situation.queue.cases()) weigh(ofCase(theirs, now));
  for (const lane of situation.queue.lanes()) weigh(ofLane(lane, onlyFull, situation, turns, now));
  return best ?? { kind: 'wait', until };
}

/** The request that finds out whether the endpoint is back: of those that did so the fewest times the oldest. */
export function chooseProbe<P, R>(queue: Queue<P, R>): Decision<P, R> {
  let best: Chunk<P, R> | undefined;
  for (const chunk of queue.chunks()) if (best === undefined || probesBefore(chunk, best)) best = chunk;
  if (best === undefined) return { kind: 'wait', until: Number.POSITIVE_INFINITY };
  return { kind: 'send', probe: true, fill: sealed([best], 'slot'), reason: 'slot' };
}

function probesBefore<P, R>(one: Chunk<P, R>, other: Chunk<P, R>): boolean {
  if (one.request.probes !== other.request.probes) return one.request.probes < other.request.probes;
  return one.traits.order < other.traits.order;
}

function ofCase<P, R>(theirs: Case<P, R>, now: number): Decision<P, R> | undefined {
  const chunks = theirs.next();
  if (chunks.length === 0) return undefined;
  if (theirs.notBefore > now) return { kind: 'wait', until: theirs.notBefore };
  return { kind: 'send', theirs, probe: false, fill: sealed(chunks, 'isolation'), reason: 'isolation' };
}

function ofLane<P, R>(
  lane: Lane<P, R>,
  onlyFull: boolean,
  situation: Situation<P, R>,
  turns: () => Turns,
  now: number,
): Decision<P, R> | undefined {
  const caps = situation.capsOf(lane.key);
  if (onlyFull && lane.holdBy > now && !mayBeFull(lane, caps, turns)) return { kind: 'wait', until: lane.holdBy };
  const candidate = fill(lane, caps, turns);
  if (candidate === undefined) return undefined;
  const verdict = consider(lane, candidate, onlyFull, { situation, caps }, now);
  if (typeof verdict === 'number') return { kind: 'wait', until: verdict };
  return { kind: 'send', probe: false, fill: candidate, reason: verdict };
}

/** Why the batch goes now, or the time until which it is held back. */
function consider<P, R>(
  lane: Lane<P, R>,
  batch: Fill<P, R>,
  onlyFull: boolean,
  { situation, caps }: { situation: Situation<P, R>; caps: Caps },
  now: number,
): DispatchReason | number {
  if (onlyFull && batch.holdBy > now && crowdsOut(batch, situation.queue, now)) return batch.holdBy;
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
      room: Math.min(caps.items, oldest.traits.maxCompany),
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

/** Between tenants nothing is sent ahead: whose turn is next and comes a moment later would wait for it. */
function crowdsOut<P, R>(batch: Fill<P, R>, queue: Queue<P, R>, now: number): boolean {
  const tenant = batch.chunks[0]?.request.submission.tenant ?? '';
  return queue.flows.hasOthers(tenant, now);
}

function goesBefore<P, R>(one: Fill<P, R>, other: Fill<P, R>, turns: () => Turns): boolean {
  const [first] = one.chunks;
  const [second] = other.chunks;
  if (first?.flow === undefined || second?.flow === undefined) return false;
  const turn = first.flow === second.flow ? 0 : turns().compare(first.flow, second.flow);
  if (turn !== 0) return turn < 0;
  if (one.expiresAt !== other.expiresAt) return one.expiresAt < other.expiresAt;
  return first.traits.order < second.traits.order;
}
