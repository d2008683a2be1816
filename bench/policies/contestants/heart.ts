import { Batcher } from '../../../src/batching/batcher.ts';
import type { HeartOptions } from '../../../src/batching/policy.ts';
import type { Batch, CallReport, Item } from '../../../src/batching/port.ts';
import type { Clock } from '../../../src/kernel/clock.ts';
import { MOST_ITEMS } from '../cells/cell.ts';
import type { World } from '../world/world.ts';
import type { Contestant } from './contestant.ts';

/** What an operator gets who says nothing but what the model bears. */
const OPTIONS: HeartOptions = {
  policy: 'adaptive',
  caps: { items: MOST_ITEMS, bytes: 2 ** 40, cost: Number.POSITIVE_INFINITY },
  maxQueueDelayMs: 'auto',
  maxInFlight: 'auto',
  queue: { maxSize: 4096, maxBytes: 2 ** 28 },
  priorityLevels: 3,
  retry: { maxAttempts: 3 },
};
const LONGEST_WAIT_MS = 30_000;
const THROTTLED = new Error('throttled');

type Report = CallReport<number>;

/** The gateway's own heart, as it is. */
export class Heart implements Contestant {
  readonly wakeAt = Number.POSITIVE_INFINITY;
  readonly batcher: Batcher<number, number>;
  readonly faults: unknown[] = [];
  readonly #world: World;
  readonly #underWay = new Map<number, { readonly items: readonly Item<number>[]; readonly land: (report: Report) => void }>();

  constructor(world: World, clock: Clock) {
    this.#world = world;
    this.batcher = new Batcher<number, number>(OPTIONS, {
      clock,
      perform: (batch) => this.#perform(batch),
      listener: () => {},
      onFault: (thrown) => this.faults.push(thrown),
    });
  }

  arrived(request: number): void {
    const { fate, cell, now } = this.#world;
    const length = fate.lengthOf(request);
    const deadline = now + cell.deadlineMs;
    const submission = {
      key: `key-${fate.keyOf(request)}`,
      items: [{ payload: request, bytes: 100, cost: length, length }],
      maxCompany: 1e9,
      overheadBytes: 0,
      deadline,
      expiresAt: Math.min(deadline, now + LONGEST_WAIT_MS),
      maxWaitMs: Number.POSITIVE_INFINITY,
      priority: 1,
      tenant: `tenant-${fate.tenantOf(request)}`,
    };
    this.batcher.submit(submission, ({ kind }) => this.#world[kind === 'answered' ? 'answered' : 'refused'](request));
  }

  landed(call: number, ok: boolean): void {
    const { items, land } = this.#underWay.get(call) as { items: readonly Item<number>[]; land: (report: Report) => void };
    this.#underWay.delete(call);
    if (ok) land({ call: 'ok', outcomes: items.map(({ payload }) => ({ kind: 'done', result: payload })) });
    else land({ call: 'throttled', outcomes: items.map(() => ({ kind: 'failed', error: THROTTLED })) });
  }

  woken(): void {}

  #perform({ items }: Batch<number>): Promise<Report> {
    return new Promise((land) => {
      const requests = items.map(({ payload }) => payload);
      this.#underWay.set(this.#world.send(requests, requests.length), { items, land });
    });
  }
}
