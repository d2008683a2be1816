import type { Case } from '../isolation/case.ts';
import { without } from '../request.ts';
import type { Chunk } from './chunk.ts';
import { Flows } from './flows.ts';
import { Lane } from './lane.ts';

/**
 * Everything that waits: in lanes by key, or in a case when it was in a batch that went wrong. A lane lives while it holds a
 * chunk, a case until what is left of it is settled.
 */
export class Queue<P, R> {
  readonly flows: Flows;
  readonly #lanes = new Map<string, Lane<P, R>>();
  readonly #cases = new Set<Case<P, R>>();
  items = 0;
  bytes = 0;
  cost = 0;
  /** Nothing that waits expires earlier than this. */
  earliestExpiry = Number.POSITIVE_INFINITY;

  constructor(priorityLevels: number) {
    this.flows = new Flows(priorityLevels);
  }

  lanes(): Iterable<Lane<P, R>> {
    return this.#lanes.values();
  }

  lane(key: string): Lane<P, R> | undefined {
    return this.#lanes.get(key);
  }

  cases(): ReadonlySet<Case<P, R>> {
    return this.#cases;
  }

  insert(chunk: Chunk<P, R>, now: number): void {
    const { key } = chunk.request.submission;
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      lane = new Lane(key);
      this.#lanes.set(key, lane);
    }
    lane.insert(chunk, this.#enter(chunk, now));
  }

  /** Takes chunks in that wait in a case. */
  hold(chunks: readonly Chunk<P, R>[], theirs: Case<P, R>, now: number): void {
    this.#cases.add(theirs);
    for (const chunk of chunks) {
      chunk.theirs = theirs;
      this.#enter(chunk, now);
    }
  }

  /** Takes out what is sent; charged while it counts as waiting. */
  send(chunk: Chunk<P, R>): void {
    const { flow } = chunk;
    const lane = chunk.theirs !== undefined ? undefined : this.#lanes.get(chunk.request.submission.key);
    if (lane !== undefined) lane.held = false;
    if (flow !== undefined) this.flows.sent(flow, chunk.items.length);
    this.remove(chunk);
  }

  remove(chunk: Chunk<P, R>): void {
    const { flow, theirs } = chunk;
    if (flow === undefined) return;
    if (theirs === undefined) this.#leaveLane(chunk);
    chunk.flow = undefined;
    chunk.theirs = undefined;
    without(chunk.request.queued, chunk);
    const bytes = heldBytes(chunk);
    this.flows.leave(flow, chunk.items.length, bytes);
    this.items -= chunk.items.length;
    this.bytes -= bytes;
    this.cost -= chunk.cost;
    if (this.items === 0) this.earliestExpiry = Number.POSITIVE_INFINITY;
    if (theirs !== undefined) this.closeIfDone(theirs);
  }

  /** Forgets a case that has no call under way and holds nothing any more. */
  closeIfDone(theirs: Case<P, R>): void {
    if (!theirs.underWay && theirs.chunks().length === 0) this.#cases.delete(theirs);
  }

  /** Ends a case and takes out what waits in it; a call of it that is under way no longer belongs to it. */
  release(theirs: Case<P, R>): readonly Chunk<P, R>[] {
    const chunks = theirs.chunks();
    this.#cases.delete(theirs);
    for (const chunk of chunks) this.remove(chunk);
    return chunks;
  }

  /** Ends a case: what waits in it waits like everything else again. */
  dissolve(theirs: Case<P, R>, now: number): void {
    for (const chunk of this.release(theirs)) this.insert(chunk, now);
  }

  /** What has waited too long. Walks the queue only when one may be. */
  expired(now: number): Chunk<P, R>[] {
    if (now < this.earliestExpiry) return [];
    const late: Chunk<P, R>[] = [];
    this.earliestExpiry = Number.POSITIVE_INFINITY;
    for (const chunk of this.chunks()) {
      const { expiresAt } = chunk.request.submission;
      if (expiresAt <= now) late.push(chunk);
      else this.earliestExpiry = Math.min(this.earliestExpiry, expiresAt);
    }
    return late;
  }

  *chunks(): Iterable<Chunk<P, R>> {
    for (const lane of this.#lanes.values()) yield* lane.chunks();
    for (const theirs of this.#cases) yield* theirs.chunks();
  }

  #enter(chunk: Chunk<P, R>, now: number): NonNullable<Chunk<P, R>['flow']> {
    const { priority, tenant, expiresAt } = chunk.request.submission;
    const flow = this.flows.of(priority, tenant, now);
    const bytes = heldBytes(chunk);
    chunk.flow = flow;
    chunk.request.queued.push(chunk);
    this.flows.enter(flow, chunk.items.length, bytes);
    this.items += chunk.items.length;
    this.bytes += bytes;
    this.cost += chunk.cost;
    this.earliestExpiry = Math.min(this.earliestExpiry, expiresAt);
    return flow;
  }

  #leaveLane(chunk: Chunk<P, R>): void {
    const { key } = chunk.request.submission;
    const lane = this.#lanes.get(key);
    if (lane === undefined || chunk.flow === undefined) return;
    lane.remove(chunk, chunk.flow);
    if (lane.empty) this.#lanes.delete(key);
  }
}

function heldBytes<P, R>(chunk: Chunk<P, R>): number {
  return chunk.bytes + chunk.request.submission.overheadBytes;
}
