import type { Case } from '../isolation/case.ts';
import type { Item } from '../port.ts';
import type { Request } from '../request.ts';
import type { Flow } from './turns.ts';

/**
 * The unit of the queue: a run of one request's items that fits into one call; mostly the whole request.
 * A link of its lane's list while it waits there.
 */
export interface Chunk<P, R> {
  readonly request: Request<P, R>;
  readonly items: readonly Item<P>[];
  /** Index of the first item within the request. */
  readonly from: number;
  readonly bytes: number;
  readonly cost: number;
  /** Of its items. */
  readonly longest: number;
  readonly traits: ChunkTraits;
  /** As whose it waits; undefined while it does not. */
  flow: Flow | undefined;
  /** The case in which it waits; else it waits in its lane. */
  theirs: Case<P, R> | undefined;
  previous: Chunk<P, R> | undefined;
  next: Chunk<P, R> | undefined;
}

/** How a chunk may travel. */
export interface ChunkTraits {
  /** The most items of a batch with this chunk. */
  readonly maxCompany: number;
  /** Place in the order of arrival; a chunk that comes back takes its old place. */
  readonly order: number;
  /** Monotonic time until which it may be held back for batching alone. */
  readonly holdBy: number;
}

/** The hard caps of one call. */
export interface Caps {
  readonly items: number;
  readonly bytes: number;
  readonly cost: number;
}

export function makeChunk<P, R>(
  request: Request<P, R>,
  items: readonly Item<P>[],
  from: number,
  traits: ChunkTraits,
): Chunk<P, R> {
  let bytes = 0;
  let cost = 0;
  let longest = 0;
  for (const item of items) {
    bytes += item.bytes;
    cost += item.cost;
    longest = Math.max(longest, item.length);
  }
  return {
    request,
    items,
    from,
    bytes,
    cost,
    longest,
    traits,
    flow: undefined,
    theirs: undefined,
    previous: undefined,
    next: undefined,
  };
}

/** Whether it is all of its request: what its caller would have sent, and is never taken apart. */
export function isWhole<P, R>(chunk: Chunk<P, R>): boolean {
  return chunk.items.length === chunk.request.submission.items.length;
}

/** Cuts a request's items into chunks that keep to the caps; an item above a cap is a chunk of its own. */
export function cut<P, R>(request: Request<P, R>, caps: Caps, traits: ChunkTraits): Chunk<P, R>[] {
  const { items, overheadBytes } = request.submission;
  if (items.length === 1) return [makeChunk(request, items, 0, traits)];
  const most = Math.min(caps.items, traits.maxCompany);
  const chunks: Chunk<P, R>[] = [];
  let from = 0;
  let bytes = overheadBytes;
  let cost = 0;
  items.forEach((item, index) => {
    const fits = index - from < most && bytes + item.bytes <= caps.bytes && cost + item.cost <= caps.cost;
    if (!fits && index > from) {
      chunks.push(makeChunk(request, items.slice(from, index), from, traits));
      from = index;
      bytes = overheadBytes;
      cost = 0;
    }
    bytes += item.bytes;
    cost += item.cost;
  });
  chunks.push(makeChunk(request, from === 0 ? items : items.slice(from), from, traits));
  return chunks;
}

/** The chunk cut into runs of at most so many items. */
export function parts<P, R>(chunk: Chunk<P, R>, most: number): Chunk<P, R>[] {
  const cutUp: Chunk<P, R>[] = [];
  for (let from = 0; from < chunk.items.length; from += most) {
    cutUp.push(makeChunk(chunk.request, chunk.items.slice(from, from + most), chunk.from + from, chunk.traits));
  }
  return cutUp;
}

/** What a call went wrong with, in the smallest pieces that its parts may consist of next: requests, or halves of a part of one. */
export function pieces<P, R>(chunks: readonly Chunk<P, R>[]): readonly Chunk<P, R>[] {
  const [only] = chunks;
  if (only === undefined || chunks.length > 1 || only.items.length === 1 || isWhole(only)) return chunks;
  return parts(only, Math.ceil(only.items.length / 2));
}
