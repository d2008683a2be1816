import type { Settlement, Submission } from '../../src/batching/port.ts';
import { TidegateError } from '../../src/kernel/errors.ts';
import { fails, type Model, TestHeart } from '../support/heart.ts';

/** What is due within this time comes in one turn of the event loop: virtual time is the cheaper the fewer turns there are. */
const TURN_MS = 0.25;

/** What became of one request. Times in milliseconds, `at` from the beginning. */
export interface Outcome {
  readonly at: number;
  readonly endedAt: number;
  /** `answered`, or the code of what it was refused with. */
  readonly end: string;
  readonly retryAfterMs: number | undefined;
  readonly deadline: number;
}

export type Batch = Parameters<Model['latencyMs']>[0];

/** 32 items in 26 ms. */
export function latencyMs(batch: Batch): number {
  return 10 + 0.5 * batch.items.length;
}

/** Items a millisecond that so many hands answer at most. */
export function capacity(hands = 1): number {
  return (hands * 32) / 26;
}

/** `perMs` requests at random times until `untilMs`. What becomes of them is collected. */
export function openLoop(
  heart: TestHeart,
  { perMs, untilMs, deadlineMs, ...traits }: { perMs: number; untilMs: number; deadlineMs: number } & Partial<Submission<string>>,
): Outcome[] {
  const outcomes: Outcome[] = [];
  arrivals(heart, perMs, untilMs, () => submit(heart, deadlineMs, traits, outcomes));
  return outcomes;
}

/** Something that comes `perMs` times a millisecond, at random, until `untilMs`. */
export function arrivals(heart: TestHeart, perMs: number, untilMs: number, arrive: () => void): void {
  let due = heart.clock.now();
  const turn = (): void => {
    for (; due <= heart.clock.now(); due -= Math.log(1 - heart.clock.random()) / perMs) arrive();
    if (due < untilMs) heart.clock.at(Math.ceil(due / TURN_MS) * TURN_MS, turn);
  };
  due -= Math.log(1 - heart.clock.random()) / perMs;
  heart.clock.at(Math.ceil(due / TURN_MS) * TURN_MS, turn);
}

export function submit(heart: TestHeart, deadlineMs: number, traits: Partial<Submission<string>>, outcomes: Outcome[]): void {
  const at = heart.clock.now();
  const deadline = at + deadlineMs;
  heart.submit('x', { deadline, expiresAt: deadline, ...traits }, (settlement) => {
    outcomes.push({ at, endedAt: heart.clock.now(), deadline, ...endOf(settlement) });
  });
}

export function endOf(settlement: Settlement<string>): { readonly end: string; readonly retryAfterMs: number | undefined } {
  if (settlement.kind === 'answered') return { end: 'answered', retryAfterMs: undefined };
  const { error } = settlement;
  if (!(error instanceof TidegateError)) return { end: error.message, retryAfterMs: undefined };
  return { end: error.code, retryAfterMs: error.retryAfterMs };
}

/** Clients that send their next request 0.5 to 1.5 ms after each answer. */
export function closedLoop(heart: TestHeart, clients: number): { readonly answered: () => number; readonly errors: string[] } {
  let answered = 0;
  const errors: string[] = [];
  const back = new Map<number, number>();
  const next = (): void => {
    heart.submit('c', {}, (settlement) => {
      if (settlement.kind === 'answered') answered += 1;
      else errors.push(endOf(settlement).end);
      const at = Math.ceil((heart.clock.now() + 0.5 + heart.clock.random()) / TURN_MS) * TURN_MS;
      back.set(at, (back.get(at) ?? 0) + 1);
      if (back.get(at) === 1) heart.clock.at(at, () => turn(at));
    });
  };
  const turn = (at: number): void => {
    const count = back.get(at) ?? 0;
    back.delete(at);
    for (let client = 0; client < count; client += 1) next();
  };
  for (let client = 0; client < clients; client += 1) next();
  return { answered: () => answered, errors };
}

/** An upstream of hands that may become more or fewer; calls beyond wait in line. */
export function handsOf(heart: () => TestHeart, hands: (now: number) => number): Model {
  let busyUntil: number[] = [];
  return {
    concurrency: 512,
    latencyMs: (batch) => {
      const now = heart().clock.now();
      const count = hands(now);
      // Those that leave are the idlest: what they have begun is finished.
      busyUntil = busyUntil.toSorted((one, other) => other - one).slice(0, count);
      while (busyUntil.length < count) busyUntil.push(now);
      const hand = busyUntil.indexOf(Math.min(...busyUntil));
      const endsAt = Math.max(now, busyUntil[hand] ?? now) + latencyMs(batch);
      busyUntil[hand] = endsAt;
      return endsAt - now;
    },
  };
}

/** An upstream that lets so many calls in, and throttles those beyond after a millisecond. */
export function letsIn(most: number): { readonly model: Model; readonly throttled: () => number } {
  let inside = 0;
  let throttled = 0;
  const turnedAway = new Set<Batch>();
  const model: Model = {
    concurrency: 512,
    latencyMs: (batch) => {
      if (inside < most) {
        inside += 1;
        return latencyMs(batch);
      }
      turnedAway.add(batch);
      throttled += 1;
      return 1;
    },
    answer: (batch) => {
      if (turnedAway.delete(batch)) return fails(batch, 'throttled');
      inside -= 1;
      return undefined;
    },
  };
  return { model, throttled: () => throttled };
}

export function inTime({ end, endedAt, deadline }: Outcome): boolean {
  return end === 'answered' && endedAt <= deadline;
}

export function late({ end, endedAt, deadline }: Outcome): boolean {
  return end === 'answered' && endedAt > deadline;
}

/** Those that came in a span of time. */
export function between(outcomes: readonly Outcome[], fromMs: number, toMs: number): Outcome[] {
  return outcomes.filter(({ at }) => at >= fromMs && at < toMs);
}

/** What share of them is so; 0 of none. */
export function share<T>(all: readonly T[], isSo: (each: T) => boolean): number {
  return all.length === 0 ? 0 : all.filter(isSo).length / all.length;
}

/** How many calls at once the upstream is taken to work on at these times. */
export async function concurrencyAt(heart: TestHeart, times: readonly number[]): Promise<number[]> {
  const found: number[] = [];
  for (const time of times) {
    await heart.clock.advance(time - heart.clock.now());
    found.push(heart.batcher.snapshot().concurrency);
  }
  return found;
}
