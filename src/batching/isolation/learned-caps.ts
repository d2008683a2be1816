import type { HeartListener } from '../events.ts';
import type { CallEnding } from '../port.ts';
import type { Caps } from '../queue/chunk.ts';
import type { Unexplained } from './case.ts';
import { LearnedCap } from './learned-cap.ts';

/** Keys for which something is remembered at once. */
const MOST_KEYS = 256;

interface Lesson {
  readonly items: LearnedCap;
  readonly bytes: LearnedCap;
}

/** A call as far as its size goes. */
interface Sized {
  readonly items: number;
  readonly bytes: number;
}

/**
 * What the model taught about the sizes of calls, key by key: what one kind of request can not bear must not make the batches of
 * another smaller. Keys without trouble cost nothing.
 */
export class LearnedCaps {
  readonly #configured: Caps;
  readonly #emit: HeartListener;
  readonly #lessons = new Map<string, Lesson>();

  constructor(configured: Caps, emit: HeartListener) {
    this.#configured = configured;
    this.#emit = emit;
  }

  /** The caps in force for calls of `key`. */
  of(key: string, now: number): Caps {
    const lesson = this.#lessons.get(key);
    if (lesson === undefined) return this.#configured;
    const { items, bytes, cost } = this.#configured;
    return { items: Math.min(items, lesson.items.at(now)), bytes: Math.min(bytes, lesson.bytes.at(now)), cost };
  }

  /** The lowest cap in items that any key has; the configured one when none is lower. */
  lowestItems(now: number): number {
    let lowest = this.#configured.items;
    for (const { items } of this.#lessons.values()) lowest = Math.min(lowest, items.at(now));
    return lowest;
  }

  passed(key: string, size: Sized, durationMs: number, now: number): void {
    const lesson = this.#lessons.get(key);
    lesson?.items.passed(size.items, durationMs, now);
    lesson?.bytes.passed(size.bytes, durationMs, now);
  }

  unexplained(key: string, { refused, passed, call, at }: Unexplained, now: number): void {
    this.#learn(key, call, now, ({ items }) => items.unexplained(refused, passed, at, now));
  }

  /** A call that can be taken apart did not end well. */
  tooMuch(key: string, size: Sized, call: CallEnding, durationMs: number, now: number): void {
    if (call === 'tooLarge') this.#learn(key, call, now, ({ bytes }) => bytes.tooMuch(size.bytes, now));
    if (call === 'replyTooLarge') this.#learn(key, call, now, ({ items }) => items.tooMuch(size.items, now));
    if (call === 'timeout') this.#learn(key, call, now, ({ items }) => items.tooSlow(size.items, durationMs, now));
  }

  #learn(key: string, call: CallEnding, now: number, from: (lesson: Lesson) => void): void {
    const before = this.of(key, now);
    from(this.#lesson(key));
    const after = this.of(key, now);
    if (after.items < before.items) this.#emit({ type: 'capped', of: 'items', to: after.items, call });
    if (after.bytes < before.bytes) this.#emit({ type: 'capped', of: 'bytes', to: after.bytes, call });
  }

  #lesson(key: string): Lesson {
    let lesson = this.#lessons.get(key);
    if (lesson === undefined) {
      const [oldest] = this.#lessons.keys();
      if (this.#lessons.size >= MOST_KEYS && oldest !== undefined) this.#lessons.delete(oldest);
      lesson = { items: new LearnedCap(this.#configured.items), bytes: new LearnedCap(this.#configured.bytes) };
      this.#lessons.set(key, lesson);
    }
    return lesson;
  }
}
