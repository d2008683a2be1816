import type { Caps, Chunk } from './chunk.ts';
import type { Lane } from './lane.ts';
import type { DispatchReason } from './port.ts';

/** The batch that a lane would make now. */
export interface Fill<P, R> {
  readonly chunks: readonly Chunk<P, R>[];
  readonly items: number;
  /** Of the call: overhead and items. */
  readonly bytes: number;
  readonly cost: number;
  /** Why nothing more goes in, whatever arrives: `undefined` when there is room. */
  readonly full: DispatchReason | undefined;
  /** The earliest of its chunks' bounds on holding back. */
  readonly holdBy: number;
  /** The earliest time at which one of them expires. */
  readonly expiresAt: number;
}

/** Whether a lane may hold a full batch: cheap, errs on the side of yes. */
export function mayBeFull<P, R>(lane: Lane<P, R>, caps: Caps): boolean {
  const head = lane.head;
  if (head === undefined) return false;
  const most = Math.min(caps.items, head.traits.maxCompany);
  const bytes = lane.bytes + head.request.submission.overheadBytes;
  return lane.items >= most || bytes >= caps.bytes || lane.cost >= caps.cost || head.traits.suspect;
}

/**
 * Takes from the head of a lane what fits into one call, in order, whole chunks only. The first always fits: a call can not be
 * smaller. Chunks under suspicion and others do not mix.
 */
export function fill<P, R>(lane: Lane<P, R>, caps: Caps): Fill<P, R> | undefined {
  const head = lane.head;
  if (head === undefined) return undefined;
  const chunks: Chunk<P, R>[] = [];
  let items = 0;
  let bytes = head.request.submission.overheadBytes;
  let cost = 0;
  let most = Math.min(caps.items, head.traits.maxCompany);
  let holdBy = Number.POSITIVE_INFINITY;
  let expiresAt = Number.POSITIVE_INFINITY;
  let full: DispatchReason | undefined;
  for (let chunk: Chunk<P, R> | undefined = head; chunk !== undefined; chunk = chunk.next) {
    if (chunks.length > 0) {
      full = hindrance(chunk, head, { items, bytes, cost }, { ...caps, items: Math.min(most, chunk.traits.maxCompany) });
      if (full !== undefined) break;
    }
    chunks.push(chunk);
    items += chunk.items.length;
    bytes += chunk.bytes;
    cost += chunk.cost;
    most = Math.min(most, chunk.traits.maxCompany);
    holdBy = Math.min(holdBy, chunk.traits.holdBy);
    expiresAt = Math.min(expiresAt, chunk.request.submission.expiresAt);
  }
  full ??= reached({ items, bytes, cost }, { ...caps, items: most });
  if (head.traits.suspect) full = 'isolation';
  else if (most === 1) full = 'alone';
  return { chunks, items, bytes, cost, full, holdBy, expiresAt };
}

/** Why the next chunk can not join. */
function hindrance<P, R>(chunk: Chunk<P, R>, head: Chunk<P, R>, so: Caps, caps: Caps): DispatchReason | undefined {
  if (chunk.traits.suspect !== head.traits.suspect) return 'isolation';
  if (so.items + chunk.items.length > caps.items) return 'size';
  if (so.bytes + chunk.bytes > caps.bytes) return 'bytes';
  if (so.cost + chunk.cost > caps.cost) return 'cost';
  return undefined;
}

function reached(so: Caps, caps: Caps): DispatchReason | undefined {
  if (so.items >= caps.items) return 'size';
  if (so.bytes >= caps.bytes) return 'bytes';
  if (so.cost >= caps.cost) return 'cost';
  return undefined;
}
