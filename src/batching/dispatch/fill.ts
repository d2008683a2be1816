import type { DispatchReason } from '../port.ts';
import type { Caps, Chunk } from '../queue/chunk.ts';
import type { Lane } from '../queue/lane.ts';
import type { Turns } from '../queue/turns.ts';

/** The batch that would be made now. */
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
export function mayBeFull<P, R>(lane: Lane<P, R>, caps: Caps, turns: () => Turns): boolean {
  const head = lane.head(turns);
  if (head === undefined) return false;
  const most = Math.min(caps.items, head.traits.maxCompany);
  const bytes = lane.bytes + head.request.submission.overheadBytes;
  return lane.items >= most || bytes >= caps.bytes || lane.cost >= caps.cost;
}

/** Takes from a lane what fits into one call, turn by turn, whole chunks only. The first always fits: a call can not be smaller. */
export function fill<P, R>(lane: Lane<P, R>, caps: Caps, turns: () => Turns): Fill<P, R> | undefined {
  const chunks: Chunk<P, R>[] = [];
  let items = 0;
  let bytes = 0;
  let cost = 0;
  let most = caps.items;
  let holdBy = Number.POSITIVE_INFINITY;
  let expiresAt = Number.POSITIVE_INFINITY;
  let full: DispatchReason | undefined;
  for (const chunk of lane.inTurn(turns)) {
    most = Math.min(most, chunk.traits.maxCompany);
    if (chunks.length === 0) bytes = chunk.request.submission.overheadBytes;
    else {
      full = hindrance(chunk, { items, bytes, cost }, { ...caps, items: most });
      if (full !== undefined) break;
    }
    chunks.push(chunk);
    items += chunk.items.length;
    bytes += chunk.bytes;
    cost += chunk.cost;
    holdBy = Math.min(holdBy, chunk.traits.holdBy);
    expiresAt = Math.min(expiresAt, chunk.request.submission.expiresAt);
  }
  const [head] = chunks;
  if (head === undefined) return undefined;
  full ??= reached({ items, bytes, cost }, { ...caps, items: most });
  if (head.traits.maxCompany === 1) full = 'alone';
  return { chunks, items, bytes, cost, full, holdBy, expiresAt };
}

/** A batch of just these, which nothing joins. */
export function sealed<P, R>(chunks: readonly Chunk<P, R>[], full: DispatchReason): Fill<P, R> {
  let items = 0;
  let bytes = chunks[0]?.request.submission.overheadBytes ?? 0;
  let cost = 0;
  let expiresAt = Number.POSITIVE_INFINITY;
  for (const chunk of chunks) {
    items += chunk.items.length;
    bytes += chunk.bytes;
    cost += chunk.cost;
    expiresAt = Math.min(expiresAt, chunk.request.submission.expiresAt);
  }
  return { chunks, items, bytes, cost, full, holdBy: Number.NEGATIVE_INFINITY, expiresAt };
}

/** Why the next chunk can not join. */
function hindrance<P, R>(chunk: Chunk<P, R>, so: Caps, caps: Caps): DispatchReason | undefined {
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
