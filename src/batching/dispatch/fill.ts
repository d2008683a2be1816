import type { DispatchReason } from '../port.ts';
import type { Caps, Chunk } from '../queue/chunk.ts';
import type { Lane } from '../queue/lane.ts';
import type { Turns } from '../queue/turns.ts';
import type { Load } from './latency/load.ts';

/** The batch that would be made now. */
export interface Fill<P, R> extends Load {
  readonly chunks: readonly Chunk<P, R>[];
  readonly key: string;
  /** Of the call: overhead and items. */
  readonly bytes: number;
  /** Why nothing more goes in, whatever arrives: `undefined` when there is room. */
  readonly full: DispatchReason | undefined;
  /** The earliest of its chunks' bounds on holding back. */
  readonly holdBy: number;
  /** The earliest time at which one of them expires. */
  readonly expiresAt: number;
  /** The earliest of their deadlines. */
  readonly deadline: number;
}

/** Whether a cap of the call, and not what was thought best, made it as large as it is. */
export function isFull<P, R>({ full }: Fill<P, R>): boolean {
  return full !== undefined && full !== 'slot' && full !== 'deadline';
}

/** Whether a lane may hold a full batch: cheap, errs on the side of yes. */
export function mayBeFull<P, R>(lane: Lane<P, R>, caps: Caps, turns: () => Turns): boolean {
  const head = lane.head(turns);
  if (head === undefined) return false;
  const most = Math.min(caps.items, head.traits.maxCompany);
  const bytes = lane.bytes + head.request.submission.overheadBytes;
  return lane.items >= most || bytes >= caps.bytes || lane.cost >= caps.cost;
}

/** Takes of what waits in that order what fits into one call, whole chunks only. The first always fits: a call can not be smaller. */
export function fill<P, R>(waiting: Iterable<Chunk<P, R>>, caps: Caps): Fill<P, R> | undefined {
  const chunks: Chunk<P, R>[] = [];
  const so = { items: 0, bytes: 0, cost: 0 };
  let most = caps.items;
  let full: DispatchReason | undefined;
  for (const chunk of waiting) {
    most = Math.min(most, chunk.traits.maxCompany);
    if (chunks.length === 0) so.bytes = chunk.request.submission.overheadBytes;
    else {
      full = hindrance(chunk, so, { ...caps, items: most });
      if (full !== undefined) break;
    }
    chunks.push(chunk);
    so.items += chunk.items.length;
    so.bytes += chunk.bytes;
    so.cost += chunk.cost;
  }
  const [head] = chunks;
  if (head === undefined) return undefined;
  full ??= reached(so, { ...caps, items: most });
  if (head.traits.maxCompany === 1) full = 'alone';
  return { chunks, key: head.request.submission.key, ...so, full, ...bounds(chunks) };
}

/** A batch of just these, which nothing joins. */
export function sealed<P, R>(chunks: readonly Chunk<P, R>[], full: DispatchReason): Fill<P, R> {
  let items = 0;
  let bytes = chunks[0]?.request.submission.overheadBytes ?? 0;
  let cost = 0;
  for (const chunk of chunks) {
    items += chunk.items.length;
    bytes += chunk.bytes;
    cost += chunk.cost;
  }
  const key = chunks[0]?.request.submission.key ?? '';
  return { chunks, key, items, bytes, cost, full, ...bounds(chunks), holdBy: Number.NEGATIVE_INFINITY };
}

function bounds<P, R>(chunks: readonly Chunk<P, R>[]): Pick<Fill<P, R>, 'longest' | 'holdBy' | 'expiresAt' | 'deadline'> {
  let longest = 0;
  let holdBy = Number.POSITIVE_INFINITY;
  let expiresAt = Number.POSITIVE_INFINITY;
  let deadline = Number.POSITIVE_INFINITY;
  for (const chunk of chunks) {
    const { submission } = chunk.request;
    longest = Math.max(longest, chunk.longest);
    holdBy = Math.min(holdBy, chunk.traits.holdBy);
    expiresAt = Math.min(expiresAt, submission.expiresAt);
    deadline = Math.min(deadline, submission.deadline);
  }
  return { longest, holdBy, expiresAt, deadline };
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
