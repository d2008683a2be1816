import type { Submission } from '../port.ts';
import type { Caps } from '../queue/chunk.ts';
import type { Queue } from '../queue/queue.ts';
import type { LatencyModel } from './latency/latency-model.ts';
import type { Load } from './latency/load.ts';

/** What a refused caller is told to wait while nothing is known of the upstream. */
const UNKNOWN_MS = 1000;

/** What waits, as work: how many calls it will be, and how long they take. */
export class Backlog<P, R> {
  readonly #queue: Queue<P, R>;
  readonly #caps: Caps;

  constructor(queue: Queue<P, R>, caps: Caps) {
    this.#queue = queue;
    this.#caps = caps;
  }

  /** How many calls it will be. */
  get calls(): number {
    let calls = 0;
    for (const lane of this.#queue.lanes()) calls += Math.ceil(lane.items / this.#caps.items);
    return calls;
  }

  /** How long it will take, as far as is known, in milliseconds. */
  workMs(latency: LatencyModel, slots: number): number {
    if (!latency.known) return UNKNOWN_MS;
    const work = this.calls * latency.baseMs + this.#queue.cost * latency.perCostMs;
    return Math.max(1, work / slots);
  }

  /** How long one who comes now would be there, from when a slot comes free: with the calls before his and his own, in milliseconds. */
  untilAnsweredMs(submission: Submission<P>, latency: LatencyModel, slots: number): number {
    const [queue, caps] = [this.#queue, this.#caps];
    const { key } = submission;
    const items = submission.items.length;
    const ahead = queue.items === 0 ? 0 : queue.flows.ahead(submission.priority, submission.tenant) / queue.items;
    const inLane = queue.lane(key)?.items ?? 0;
    const calls = this.calls * ahead;
    const started = inLane % caps.items;
    const before = Math.max(0, calls - (started === 0 ? 0 : 1)) + Math.ceil((started + items) / caps.items) - 1;
    const mean = queue.items === 0 ? 1 : queue.cost / queue.items;
    const size = ((started + items - 1) % caps.items) + 1;
    // Of what waits only the sum of costs is known; where padding costs, like goes with like.
    const eachMs = latency.predict({ key, items: caps.items, cost: caps.items * mean, longest: 0 });
    const own = ownLoad(submission, Math.min(items, size));
    const company = latency.paddingCosts ? 0 : size - own.items;
    const lastMs = latency.predict({ ...own, items: own.items + company, cost: own.cost + company * mean });
    return (before * eachMs) / slots + lastMs;
  }
}

/** What so many of a submission's items weigh: as many of the whole. */
function ownLoad({ key, items }: Submission<unknown>, of: number): Load {
  let cost = 0;
  let longest = 0;
  for (const item of items) {
    cost += item.cost;
    longest = Math.max(longest, item.length);
  }
  return { key, items: of, cost: (cost * of) / items.length, longest };
}
