import { TidegateError } from '../../kernel/errors.ts';
import type { Ledger } from '../ledger.ts';
import type { QueueBounds } from '../policy.ts';
import type { Arrivals, Submission } from '../port.ts';
import type { Request } from '../request.ts';
import type { Chunk } from './chunk.ts';
import type { Queue } from './queue.ts';
import type { Flow } from './turns.ts';

/**
 * Who is let into the queue. It is bounded in items and in bytes, bodies that still arrive included. When it is full the newest
 * of a lower priority, or of a tenant that holds more of it than who arrives, makes room: a noisy tenant can not take it all,
 * nor can a priority. Bodies that arrive have no such claim: first come, first served.
 */
export class Admission<P, R> implements Arrivals {
  readonly #queue: Queue<P, R>;
  readonly #bounds: QueueBounds;
  readonly #ledger: Ledger<P, R>;
  readonly #backlogMs: () => number;
  #arrivingBytes = 0;

  /** @param backlogMs how long what waits will take, as far as is known */
  constructor(queue: Queue<P, R>, bounds: QueueBounds, ledger: Ledger<P, R>, backlogMs: () => number) {
    this.#queue = queue;
    this.#bounds = bounds;
    this.#ledger = ledger;
    this.#backlogMs = backlogMs;
  }

  /** Room for a body that arrives. One larger than the whole queue has it when it is the only one. */
  take(bytes: number): Error | undefined {
    const held = this.#queue.bytes + this.#arrivingBytes;
    if (held > 0 && held + bytes > this.#bounds.maxBytes) {
      this.#ledger.emit({ type: 'shed', reason: 'full' });
      return this.full();
    }
    this.#arrivingBytes += bytes;
    return undefined;
  }

  giveBack(bytes: number): void {
    this.#arrivingBytes -= bytes;
  }

  /** Whether it may come in. A request larger than the whole queue may, when it is the only one. */
  hasRoom(submission: Submission<P>): boolean {
    return this.#queue.items === 0 || this.#shortOf(submission) === undefined;
  }

  /** Drops from the queue what has less claim to its room than this one; nothing when that does not make enough. */
  makeRoom(submission: Submission<P>, now: number): boolean {
    const flow = this.#queue.flows.of(submission.priority, submission.tenant, now);
    const victims: Request<P, R>[] = [];
    const taken: Chunk<P, R>[] = [];
    while (!this.hasRoom(submission)) {
      const victim = this.#victim(submission, flow);
      if (victim === undefined) {
        for (const chunk of taken) this.#queue.insert(chunk, now);
        return false;
      }
      victims.push(victim);
      const waiting = [...victim.queued];
      for (const chunk of waiting) this.#queue.remove(chunk);
      taken.push(...waiting);
    }
    // Told at the end: who is told may come again at once.
    for (const victim of victims) this.#ledger.shed(victim, 'full', this.full());
    return true;
  }

  /** What who is refused is told. */
  full(): TidegateError {
    const retryAfterMs = this.#backlogMs();
    const { items } = this.#queue;
    const bytes = this.#queue.bytes + this.#arrivingBytes;
    const { maxSize, maxBytes } = this.#bounds;
    const message = `The queue of this endpoint is full: ${items} of ${maxSize} items wait, ${bytes} of ${maxBytes} bytes.`;
    return new TidegateError('QUEUE_FULL', message, { retryAfterMs });
  }

  #shortOf(submission: Submission<P>): 'items' | 'bytes' | undefined {
    if (this.#queue.items + submission.items.length > this.#bounds.maxSize) return 'items';
    const held = this.#queue.bytes + this.#arrivingBytes;
    return held + bytesOf(submission) > this.#bounds.maxBytes ? 'bytes' : undefined;
  }

  #victim(submission: Submission<P>, flow: Flow): Request<P, R> | undefined {
    const short = this.#shortOf(submission) ?? 'items';
    const { maxSize, maxBytes } = this.#bounds;
    const [wanted, bound] = short === 'items' ? [submission.items.length, maxSize] : [bytesOf(submission), maxBytes];
    for (const holder of this.#queue.flows.lessEntitled(flow, short, wanted, bound)) {
      const newest = this.#newest(holder);
      if (newest !== undefined) return newest.request;
    }
    return undefined;
  }

  #newest(flow: Flow): Chunk<P, R> | undefined {
    let newest: Chunk<P, R> | undefined;
    for (const lane of this.#queue.lanes()) {
      const last = lane.newest(flow, isDispensable);
      if (last !== undefined && last.traits.order > (newest?.traits.order ?? -1)) newest = last;
    }
    return newest;
  }
}

/** What a door asked room for is not dropped, nor what the model has worked on. */
function isDispensable<P, R>({ request: { submission, story } }: Chunk<P, R>): boolean {
  return submission.credit === undefined && story.calls === 0;
}

function bytesOf({ items, overheadBytes }: Submission<unknown>): number {
  return items.reduce((sum, item) => sum + item.bytes, overheadBytes);
}
