import type { Case } from '../isolation/case.ts';
import type { DispatchReason } from '../port.ts';
import type { Caps, Chunk } from '../queue/chunk.ts';
import type { Lane } from '../queue/lane.ts';
import type { Queue } from '../queue/queue.ts';
import type { Turns } from '../queue/turns.ts';
import { alike, type PaddedCost } from './alike.ts';
import { feasible, hopelessIn, isInTime, type Terms, type Times } from './feasible.ts';
import { type Fill, fill, mayBeFull, sealed } from './fill.ts';
import type { HoldBack } from './hold-back/hold-back.ts';
import type { Room } from './in-flight-limit.ts';

/** What there is to decide on. */
export interface Situation<P, R> {
  readonly queue: Queue<P, R>;
  /** What may be sent now. */
  readonly room: Room;
  /** Whether what is sent ahead may be a part batch. */
  readonly pipelines: boolean;
  /** When the upstream would have time for what is sent now, less the way there; monotonic. */
  readonly readyAt: number;
  /** When a part batch that is sent ahead should go; monotonic. */
  readonly aheadAt: number;
  /** The caps in force for a key. */
  readonly capsOf: (key: string) => Caps;
  readonly holdBack: HoldBack;
  readonly draining: boolean;
  /** The most items that a batch of a key should hold now, by the even spread over slots. */
  readonly share: (key: string) => number;
  /** Of calls; undefined while too little is known to drop anybody who would be late. */
  readonly times: (key: string) => Times | undefined;
  /** What calls cost, where they are padded to their longest item. */
  readonly padding: PaddedCost | undefined;
  /** Monotonic time until which a batch should be held, so that the slots last. */
  readonly paceUntil: (batch: Fill<P, R>, key: string) => number;
  /** Monotonic time by which a batch must be sent, so that nobody in it is late. */
  readonly sendBy: (batch: Fill<P, R>) => number;
}

export type Decision<P, R> = Send<P, R> | Drop<P, R> | Wait;

export interface Send<P, R> {
  readonly kind: 'send';
  /** The case that the batch belongs to. */
  readonly theirs?: Case<P, R>;
  /** Whether it is to find out whether the endpoint is back. */
  readonly probe: boolean;
  readonly fill: Fill<P, R>;
  readonly reason: DispatchReason;
}

/** Nobody can answer these in time. */
interface Drop<P, R> {
  readonly kind: 'drop';
  readonly chunks: readonly Chunk<P, R>[];
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
  if (situation.room === 'none') return { kind: 'wait', until: Number.POSITIVE_INFINITY };
  const turns = (): Turns => situation.queue.flows.turns();
  let best: Send<P, R> | undefined;
  let dropped: Drop<P, R> | undefined;
  let until = Number.POSITIVE_INFINITY;
  const weigh = (option: Decision<P, R> | undefined): void => {
    if (option?.kind === 'wait') until = Math.min(until, option.until);
    else if (option?.kind === 'drop') dropped ??= option;
    else if (option !== undefined && (best === undefined || goesBefore(option.fill, best.fill, turns))) best = option;
  };
  for (const theirs of situation.queue.cases()) weigh(ofCase(theirs, now));
  for (const lane of situation.queue.lanes()) weigh(ofLane(lane, situation, turns, now));
  return dropped ?? best ?? { kind: 'wait', until };
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

function ofLane<P, R>(lane: Lane<P, R>, situation: Situation<P, R>, turns: () => Turns, now: number): Decision<P, R> | undefined {
  const caps = situation.capsOf(lane.key);
  const onlyFull = situation.room === 'ahead' && !situation.pipelines && !situation.draining;
  if (onlyFull && lane.holdBy > now && !mayBeFull(lane, caps, turns)) {
    const times = lane.deadline === Number.POSITIVE_INFINITY ? undefined : situation.times(lane.key);
    const chunks = times === undefined ? [] : hopelessIn(lane, times);
    return chunks.length > 0 ? { kind: 'drop', chunks } : { kind: 'wait', until: lane.holdBy };
  }
  const inOrder = orderOf(lane, situation, caps, turns);
  const batch = onlyFull ? fill(inOrder(), caps) : shared(inOrder(), lane, caps, situation.share(lane.key));
  if (batch === undefined) return undefined;
  const verdict = consider(lane, batch, onlyFull, { situation, caps }, now);
  if (typeof verdict === 'number') return { kind: 'wait', until: verdict };
  const times = batch.deadline === Number.POSITIVE_INFINITY ? undefined : situation.times(lane.key);
  if (times === undefined || isInTime(batch, times)) return { kind: 'send', probe: false, fill: batch, reason: verdict };
  const { fill: rest, hopeless } = feasible(batch, lane.inTurn(turns), caps, termsOf(lane, situation.padding, times));
  if (hopeless.length > 0) return { kind: 'drop', chunks: hopeless };
  // What may not be dropped goes, however late.
  if (rest === undefined) return { kind: 'send', probe: false, fill: batch, reason: verdict };
  // What is sent ahead is full; how much less than that is better is seen when a slot is free.
  if (situation.room === 'ahead' && rest.items < batch.items) return undefined;
  if (rest.items >= batch.items) return { kind: 'send', probe: false, fill: rest, reason: verdict };
  return { kind: 'send', probe: false, fill: { ...rest, full: 'deadline' }, reason: 'deadline' };
}

/** Between flows turns go before likeness. */
function termsOf<P, R>(lane: Lane<P, R>, padding: PaddedCost | undefined, times: Times): Terms {
  const fair = lane.flows > 1;
  return { times, padding: fair ? undefined : padding, fair };
}

/** The order in which a batch is filled: whose turn it is, or, where padding costs, those like the first. */
function orderOf<P, R>(
  lane: Lane<P, R>,
  { padding }: Situation<P, R>,
  caps: Caps,
  turns: () => Turns,
): () => Iterable<Chunk<P, R>> {
  if (padding === undefined || lane.flows > 1) return () => lane.inTurn(turns);
  return () => alike(lane.inTurn(turns), caps.items, padding);
}

/**
 * A batch no larger than its share of the slots, of which those left out keep nobody back who would rather go with others than
 * with them: to wait for more would not make it better.
 */
function shared<P, R>(waiting: Iterable<Chunk<P, R>>, lane: Lane<P, R>, caps: Caps, share: number): Fill<P, R> | undefined {
  const part = fill(waiting, share >= caps.items ? caps : { ...caps, items: share });
  if (part === undefined || part.items >= caps.items) return part;
  const isShare = part.full === 'size' && part.chunks.every(({ traits }) => traits.maxCompany > share);
  const leavesOut = part.full === undefined && part.items < lane.items;
  return isShare || leavesOut ? { ...part, full: 'slot' } : part;
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
  const sendBy = situation.sendBy(batch);
  const sendAt = Math.min(situation.aheadAt, batch.holdBy, sendBy);
  if (situation.room === 'ahead' && sendAt > now) return sendAt;
  const room = Math.min(caps.items, oldest.traits.maxCompany);
  const oldestAt = oldest.request.submittedAt;
  const paceUntil = situation.paceUntil(batch, lane.key);
  const until = situation.holdBack.until(
    { key: lane.key, items: batch.items, room, oldestAt, paceUntil, sendBy, readyAt: situation.readyAt },
    now,
  );
  const bounded = Math.min(until, batch.holdBy, sendBy);
  if (bounded > now) {
    lane.held = true;
    return bounded;
  }
  if (!lane.held) return 'slot';
  return sendBy <= now ? 'deadline' : situation.holdBack.reason;
}

/**
 * Between tenants nothing is sent ahead: whose turn is next and comes a moment later would wait for it. Nor past a higher priority
 * that waits: its part batch goes when a slot is free, which none would be while full ones of another key are sent ahead.
 */
function crowdsOut<P, R>(batch: Fill<P, R>, { flows }: Queue<P, R>, now: number): boolean {
  const { tenant = '', priority = 0 } = batch.chunks[0]?.request.submission ?? {};
  return flows.waitsAbove(priority) || flows.hasOthers(tenant, now);
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
