import { type Flow, type Level, OTHERS_FOR_ONE, owedMore, Turns } from './turns.ts';

/** A tenant seen this long ago still counts as one that may come back. */
const RECENT_MS = 1000;

/** Who waits, by priority and tenant. One tenant at one priority is the usual case, and costs next to nothing. */
export class Flows {
  readonly #levels: readonly Level[];
  #sweepAt = 0;

  constructor(priorityLevels: number) {
    this.#levels = Array.from({ length: priorityLevels }, () => ({
      flows: new Map(),
      items: 0,
      bytes: 0,
      active: 0,
      owed: 0,
      served: 0,
    }));
  }

  /** The flow of who arrives now. */
  of(priority: number, tenant: string, now: number): Flow {
    this.#sweep(now);
    const { flows, served } = this.#level(priority);
    let flow = flows.get(tenant);
    if (flow === undefined) {
      flow = { priority, tenant, items: 0, bytes: 0, served, lastSeen: now };
      flows.set(tenant, flow);
    }
    flow.lastSeen = now;
    return flow;
  }

  enter(flow: Flow, items: number, bytes: number): void {
    const level = this.#level(flow.priority);
    // Who has nothing waiting saves up no claim.
    if (flow.items === 0) {
      flow.served = Math.max(flow.served, level.served);
      level.active += 1;
    }
    flow.items += items;
    flow.bytes += bytes;
    level.items += items;
    level.bytes += bytes;
  }

  leave(flow: Flow, items: number, bytes: number): void {
    const level = this.#level(flow.priority);
    flow.items -= items;
    flow.bytes -= bytes;
    if (flow.items === 0) level.active -= 1;
    level.items -= items;
    level.bytes -= bytes;
    if (level.items === 0) level.owed = Math.min(0, level.owed);
  }

  /** Items of the flow, which have left, are sent. */
  sent(flow: Flow, items: number): void {
    const level = this.#level(flow.priority);
    level.served = Math.max(level.served + items / Math.max(1, level.active), flow.served);
    flow.served += items;
    this.#levels.forEach((each, priority) => {
      each.owed += owedMore(this.#levels, priority, flow.priority, items);
    });
  }

  /** Items that wait and will as good as all be sent before what comes now of this tenant. */
  ahead(priority: number, tenant: string): number {
    let higher = 0;
    for (let level = 0; level < priority; level += 1) higher += this.#level(level).items;
    const { items, active, flows } = this.#level(priority);
    const own = flows.get(tenant)?.items ?? 0;
    const others = active - (own > 0 ? 1 : 0);
    return higher + own + Math.min(items - own, (own + 1) * others);
  }

  /** Whether anything of a higher priority waits. */
  waitsAbove(priority: number): boolean {
    return this.#levels.some(({ items }, level) => level < priority && items > 0);
  }

  /** Whose turn it is, from now on. */
  turns(): Turns {
    return new Turns(this.#levels);
  }

  /** Whether another tenant than this one was seen lately. */
  hasOthers(tenant: string, now: number): boolean {
    for (const { flows } of this.#levels) {
      for (const flow of flows.values()) {
        if (flow.tenant !== tenant && (flow.items > 0 || now - flow.lastSeen < RECENT_MS)) return true;
      }
    }
    return false;
  }

  /**
   * Those who have less claim to the room of a full queue than one who wants so much more of it: lowest priority first, but each
   * priority is sure of the share of the queue that it is sure of among what is sent; within one, who holds the most.
   */
  *lessEntitled(flow: Flow, measure: 'items' | 'bytes', wanted: number, bound: number): Iterable<Flow> {
    const sure = bound / OTHERS_FOR_ONE;
    const own = this.#level(flow.priority);
    for (let priority = this.#levels.length - 1; priority >= 0; priority -= 1) {
      const level = this.#level(priority);
      for (const holder of heaviestFirst(level, measure)) {
        if (level === own ? holder[measure] <= flow[measure] + wanted : level[measure] <= sure) break;
        yield holder;
      }
      // Of what higher priorities hold, no more than what it is sure of.
      if (level === own && own[measure] + wanted > sure) return;
    }
  }

  #level(priority: number): Level {
    return this.#levels[priority] as Level;
  }

  /** Forgets who has been gone for a while. */
  #sweep(now: number): void {
    if (now < this.#sweepAt) return;
    this.#sweepAt = now + RECENT_MS;
    for (const { flows } of this.#levels) {
      for (const [tenant, flow] of flows) {
        if (flow.items === 0 && now - flow.lastSeen >= RECENT_MS) flows.delete(tenant);
      }
    }
  }
}

/** One look at all for each one taken: mostly the first is the one. */
function* heaviestFirst({ flows }: Level, measure: 'items' | 'bytes'): Iterable<Flow> {
  const rest = new Set(flows.values());
  while (rest.size > 0) {
    let heaviest: Flow | undefined;
    for (const flow of rest) if (heaviest === undefined || flow[measure] > heaviest[measure]) heaviest = flow;
    if (heaviest === undefined || heaviest[measure] === 0) return;
    rest.delete(heaviest);
    yield heaviest;
  }
}
