import type { Chunk } from './chunk.ts';
import type { Flow, Turns } from './turns.ts';

/** A doubly linked list, so that a caller that leaves is taken out and a chunk that comes back is put in its old place cheaply. */
interface List<P, R> {
  head: Chunk<P, R> | undefined;
  tail: Chunk<P, R> | undefined;
}

/** The chunks of one compatibility key: of each flow in the order of arrival. */
export class Lane<P, R> {
  readonly key: string;
  readonly #lists = new Map<Flow, List<P, R>>();
  items = 0;
  bytes = 0;
  cost = 0;
  /** No chunk's bound on holding back is earlier. */
  holdBy = Number.POSITIVE_INFINITY;
  /** No chunk's deadline is earlier. */
  deadline = Number.POSITIVE_INFINITY;
  /** Whether its batch has been held back for company. */
  held = false;

  constructor(key: string) {
    this.key = key;
  }

  /** How many flows have something in it. */
  get flows(): number {
    return this.#lists.size;
  }

  get empty(): boolean {
    return this.#lists.size === 0;
  }

  /** Puts the chunk behind all of its flow that arrived before it. */
  insert(chunk: Chunk<P, R>, flow: Flow): void {
    const list = this.#list(flow);
    let before = list.tail;
    while (before !== undefined && before.traits.order > chunk.traits.order) before = before.previous;
    const after = before === undefined ? list.head : before.next;
    chunk.previous = before;
    chunk.next = after;
    if (before === undefined) list.head = chunk;
    else before.next = chunk;
    if (after === undefined) list.tail = chunk;
    else after.previous = chunk;
    this.holdBy = Math.min(this.holdBy, chunk.traits.holdBy);
    this.deadline = Math.min(this.deadline, chunk.request.submission.deadline);
    this.#count(chunk, 1);
  }

  remove(chunk: Chunk<P, R>, flow: Flow): void {
    const list = this.#list(flow);
    if (chunk.previous === undefined) list.head = chunk.next;
    else chunk.previous.next = chunk.next;
    if (chunk.next === undefined) list.tail = chunk.previous;
    else chunk.next.previous = chunk.previous;
    chunk.previous = undefined;
    chunk.next = undefined;
    if (list.head === undefined) this.#lists.delete(flow);
    this.#count(chunk, -1);
  }

  /** The oldest of the flow whose turn it is. */
  head(turns: () => Turns): Chunk<P, R> | undefined {
    if (this.#lists.size === 0) return undefined;
    const flow = this.#lists.size === 1 ? this.#lists.keys().next().value : turns().next(this.#lists.keys());
    return flow === undefined ? undefined : this.#lists.get(flow)?.head;
  }

  /** The newest of a flow that suits. */
  newest(flow: Flow, suits: (chunk: Chunk<P, R>) => boolean): Chunk<P, R> | undefined {
    let chunk = this.#lists.get(flow)?.tail;
    while (chunk !== undefined && !suits(chunk)) chunk = chunk.previous;
    return chunk;
  }

  /** All, turn by turn. */
  *inTurn(turns: () => Turns): Iterable<Chunk<P, R>> {
    if (this.#lists.size === 1) yield* this.chunks();
    else yield* this.#shared(turns());
  }

  *#shared(turns: Turns): Iterable<Chunk<P, R>> {
    const next = new Map<Flow, Chunk<P, R>>();
    for (const [flow, { head }] of this.#lists) if (head !== undefined) next.set(flow, head);
    while (next.size > 0) {
      const flow = turns.next(next.keys());
      const chunk = next.get(flow) as Chunk<P, R>;
      yield chunk;
      turns.send(flow, chunk.items.length);
      if (chunk.next === undefined) next.delete(flow);
      else next.set(flow, chunk.next);
    }
  }

  /** All, in no order that matters. */
  *chunks(): Iterable<Chunk<P, R>> {
    for (const list of this.#lists.values()) {
      for (let chunk = list.head; chunk !== undefined; chunk = chunk.next) yield chunk;
    }
  }

  #list(flow: Flow): List<P, R> {
    let list = this.#lists.get(flow);
    if (list === undefined) {
      list = { head: undefined, tail: undefined };
      this.#lists.set(flow, list);
    }
    return list;
  }

  #count(chunk: Chunk<P, R>, sign: 1 | -1): void {
    this.items += sign * chunk.items.length;
    this.bytes += sign * chunk.bytes;
    this.cost += sign * chunk.cost;
  }
}
