/** Of the items sent, what a priority that waits behind higher ones is sure of: one for so many of theirs. */
export const OTHERS_FOR_ONE = 16;

/** What waits of one tenant at one priority. */
export interface Flow {
  /** 0 is the highest. */
  readonly priority: number;
  readonly tenant: string;
  items: number;
  bytes: number;
  /** Items sent so far, counted from where the least served of its priority stood when it came. */
  served: number;
  lastSeen: number;
}

/** All of one priority. */
export interface Level {
  readonly flows: Map<string, Flow>;
  /** Waiting. */
  items: number;
  bytes: number;
  /** Items that higher priorities owe it; negative after it was sent more than that at once. */
  owed: number;
  /** Flows with something waiting. */
  active: number;
  /**
   * Where a flow begins that comes now: how far each that waits has been served, were all served evenly (virtual time, Demers et
   * al. 1989). It goes on whoever is sent, so that ever new tenants do not starve one that was there before.
   */
  served: number;
}

/**
 * Whose turn it is. Higher priorities go first, but owe those they pass one item for each sixteen. Within a priority the tenant
 * goes first that was sent the fewest items (fair queueing with equal weights; see Level.served): a noisy tenant queues
 * behind itself. This looks ahead: what it is told to be sent is not sent yet.
 */
export class Turns {
  readonly #levels: readonly Level[];
  readonly #owed: number[];
  readonly #served = new Map<Flow, number>();

  constructor(levels: readonly Level[]) {
    this.#levels = levels;
    this.#owed = levels.map(({ owed }) => owed);
  }

  /** Of at least one. */
  next(flows: Iterable<Flow>): Flow {
    let first: Flow | undefined;
    for (const flow of flows) if (first === undefined || this.compare(flow, first) < 0) first = flow;
    return first as Flow;
  }

  send(flow: Flow, items: number): void {
    this.#served.set(flow, this.#servedOf(flow) + items);
    this.#levels.forEach((_, priority) => {
      this.#owed[priority] = (this.#owed[priority] ?? 0) + owedMore(this.#levels, priority, flow.priority, items);
    });
  }

  /** Negative when `one` goes first, 0 when it does not matter. */
  compare(one: Flow, other: Flow): number {
    if (one.priority === other.priority) return this.#servedOf(one) - this.#servedOf(other);
    return this.#rank(one) - this.#rank(other) || one.priority - other.priority;
  }

  #rank({ priority }: Flow): number {
    return priority > 0 && (this.#owed[priority] ?? 0) >= 1 ? -1 : priority;
  }

  #servedOf(flow: Flow): number {
    return this.#served.get(flow) ?? flow.served;
  }
}

/** What is owed to `priority` in addition when items of priority `sent` are sent. */
export function owedMore(levels: readonly Level[], priority: number, sent: number, items: number): number {
  const { items: waiting, owed } = levels[priority] as Level;
  if (priority < sent) return 0;
  if (priority === sent) return levels.some((level, higher) => higher < sent && level.items > 0) ? -items : 0;
  return waiting > 0 ? items / OTHERS_FOR_ONE : Math.min(items / OTHERS_FOR_ONE, Math.max(0, -owed));
}
