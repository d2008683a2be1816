import { Batcher } from '../../src/batching/batcher.ts';
import type { HeartEvent } from '../../src/batching/events.ts';
import type { HeartOptions } from '../../src/batching/policy.ts';
import type { Batch, CallReport, ItemOutcome, Settlement, Submission, Ticket } from '../../src/batching/port.ts';
import type { CallSignal } from '../../src/kernel/call-abort.ts';
import { VirtualClock } from './virtual-clock.ts';

/** One call that a test's model was given. */
export interface Call {
  readonly batch: Batch<string>;
  readonly at: number;
  readonly signal: CallSignal;
  /** Calls under way with it, and the most that there may be. */
  readonly inFlight: number;
  readonly limit: number;
}

/** What a test's model does: how long a call takes, and what it says. */
export interface Model {
  readonly latencyMs: (batch: Batch<string>) => number;
  readonly answer?: (batch: Batch<string>, call: number) => CallReport<string> | undefined;
  /** Calls worked on at once; those beyond wait. */
  readonly concurrency?: number;
}

export const OPTIONS: HeartOptions = {
  policy: 'adaptive',
  caps: { items: 32, bytes: 1_000_000, cost: Number.POSITIVE_INFINITY },
  maxQueueDelayMs: 'auto',
  maxInFlight: 'auto',
  queue: { maxSize: 4096, maxBytes: 1_000_000 },
  priorityLevels: 3,
  retry: { maxAttempts: 3 },
};

/** The real heart in virtual time over a model that answers `payload` with `answer:payload`. */
export class TestHeart {
  readonly clock: VirtualClock;
  readonly calls: Call[] = [];
  readonly events: HeartEvent[] = [];
  readonly faults: unknown[] = [];
  readonly batcher: Batcher<string, string>;
  readonly #busyUntil: number[];

  constructor(options: Partial<HeartOptions>, model: Model, seed = 1) {
    this.clock = new VirtualClock(0, seed);
    this.#busyUntil = Array.from({ length: model.concurrency ?? 1 }, () => 0);
    this.batcher = new Batcher<string, string>(
      { ...OPTIONS, ...options },
      {
        clock: this.clock,
        listener: (event) => this.events.push(event),
        onFault: (thrown) => this.faults.push(thrown),
        perform: (batch, call) => this.#perform(batch, call, model),
      },
    );
  }

  submit(
    payload: string,
    traits: Partial<Submission<string>> = {},
    settle: (settlement: Settlement<string>) => void = () => {},
  ): Ticket {
    return this.submitAll([payload], traits, settle);
  }

  submitAll(
    payloads: readonly string[],
    traits: Partial<Submission<string>>,
    settle: (settlement: Settlement<string>) => void,
  ): Ticket {
    const items = payloads.map((payload) => ({ payload, bytes: payload.length, cost: 1, length: payload.length }));
    const far = this.clock.now() + 1e9;
    const plain = {
      key: 'k',
      maxCompany: 1e9,
      overheadBytes: 0,
      deadline: far,
      expiresAt: far,
      maxWaitMs: Number.POSITIVE_INFINITY,
      priority: 1,
      tenant: '',
    };
    return this.batcher.submit({ ...plain, items, ...traits }, settle);
  }

  sizes(): number[] {
    return this.calls.map((call) => call.batch.items.length);
  }

  #perform(batch: Batch<string>, signal: CallSignal, model: Model): Promise<CallReport<string>> {
    const now = this.clock.now();
    const { inFlight, inFlightLimit: limit } = this.batcher.snapshot();
    this.calls.push({ batch, at: now, signal, inFlight, limit });
    const call = this.calls.length;
    const server = this.#busyUntil.indexOf(Math.min(...this.#busyUntil));
    const end = Math.max(now, this.#busyUntil[server] ?? 0) + model.latencyMs(batch);
    this.#busyUntil[server] = end;
    return new Promise<void>((resolve) => {
      this.clock.at(end, resolve);
    }).then(() => model.answer?.(batch, call) ?? answers(batch));
  }
}

export function answers(batch: Batch<string>): CallReport<string> {
  const outcomes = batch.items.map((item): ItemOutcome<string> => ({ kind: 'done', result: `answer:${item.payload}` }));
  return { call: 'ok', outcomes };
}

export function fails(batch: Batch<string>, call: CallReport<string>['call'], message = call as string): CallReport<string> {
  const error = new Error(message);
  return { call, outcomes: batch.items.map(() => ({ kind: 'failed', error })) };
}

/** Clients that send their next request `thinkMs` after each answer. */
export function closedLoop(heart: TestHeart, clients: number, thinkMs: (random: number) => number): { answered: () => number } {
  let answered = 0;
  const next = (client: number): void => {
    heart.submit(`c${client}`, {}, () => {
      answered += 1;
      heart.clock.at(heart.clock.now() + thinkMs(heart.clock.random()), () => next(client));
    });
  };
  for (let client = 0; client < clients; client += 1) next(client);
  return { answered: () => answered };
}
