import type { HeartEvent } from '../batching/events.ts';
import type { DispatchReason, Story } from '../batching/port.ts';
import { Recent } from './recent.ts';
import { SIZE_CLASSES, sizeClass } from './sizes.ts';
import { SplitTimes } from './split-times.ts';

const REASONS: readonly DispatchReason[] = ['size', 'bytes', 'cost', 'delay', 'slot', 'deadline', 'drain', 'alone', 'isolation'];

const COUNTS = ['taken', 'answered', 'inTime', 'late', 'refused', 'calls', 'items'] as const;
export type Count = (typeof COUNTS)[number];

/** What is remembered of the calls of one tick: enough for a picture. */
const CALLS_A_TICK = 20;

/** A call that the model has answered. */
export interface SeenCall {
  readonly items: number;
  readonly cost: number;
  readonly longest: number;
  readonly ms: number;
}

/** The figures of one endpoint over the last ticks. A few steps an event and nothing kept of it, so that watching costs little. */
export class Figures {
  readonly times: SplitTimes;
  readonly sizes: Recent;
  readonly #counts: Recent;
  readonly #reasons: Recent;
  #calls: SeenCall[] = [];
  #seen = 0;

  constructor(ticks: number) {
    this.times = new SplitTimes(ticks);
    this.sizes = new Recent(SIZE_CLASSES, ticks);
    this.#counts = new Recent(COUNTS.length, ticks);
    this.#reasons = new Recent(REASONS.length, ticks);
  }

  dispatched({ items, reason, waits }: Extract<HeartEvent, { type: 'dispatched' }>): void {
    this.#count('calls');
    this.#count('items', items);
    if (waits.length > 0) this.#count('taken', waits.length);
    this.sizes.add(sizeClass(items));
    this.#reasons.add(REASONS.indexOf(reason));
  }

  /** Of very many calls in a tick the last ones are kept. */
  called({ items, cost, longest }: Omit<SeenCall, 'ms'>, ms: number): void {
    this.#calls[this.#seen % CALLS_A_TICK] = { items, cost, longest, ms };
    this.#seen += 1;
  }

  settled(inTime: boolean, { queueMs, upstreamMs }: Story): void {
    this.#count('answered');
    this.#count(inTime ? 'inTime' : 'late');
    this.times.add(queueMs, upstreamMs);
  }

  /** Refused, or given up in the queue; one that was sent before has been counted as taken then. */
  refused(wasSent: boolean): void {
    if (!wasSent) this.#count('taken');
    this.#count('refused');
  }

  /** Its caller left before it was sent. */
  left(): void {
    this.#count('taken');
  }

  /** Over the window. */
  total(count: Count): number {
    return this.#counts.totals[COUNTS.indexOf(count)] ?? 0;
  }

  /** Since the last tick. */
  latest(count: Count): number {
    return this.#counts.latest(COUNTS.indexOf(count));
  }

  /** Calls of the window by reason, without those that there were none of. */
  reasons(): Readonly<Record<string, number>> {
    const { totals } = this.#reasons;
    return Object.fromEntries(
      REASONS.map((reason, index) => [reason, totals[index] ?? 0] as const).filter(([, calls]) => calls > 0),
    );
  }

  /** Calls since the last tick. */
  calls(): readonly SeenCall[] {
    return this.#calls;
  }

  tick(): void {
    for (const each of [this.times, this.sizes, this.#counts, this.#reasons]) each.tick();
    this.#calls = [];
    this.#seen = 0;
  }

  #count(count: Count, by = 1): void {
    this.#counts.add(COUNTS.indexOf(count), by);
  }
}
