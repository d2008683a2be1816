import type { Reply } from './probe.ts';
import type { Call } from './probe-model.ts';

/** Some of so many. */
export interface Share {
  readonly of: number;
  readonly count: number;
}

/** What became of those who shared a call with an item that the model cannot take. */
export interface PoisonFound {
  /** Innocent requests without an answer. */
  readonly failed: Share;
  /** Requests of which the answer was none, and the status 200. */
  readonly failedAs200: Share;
}

export function judgePoison(replies: readonly Reply[], calls: readonly Call[], poison: number): PoisonFound {
  const together = new Set(calls.find(({ ids }) => ids.includes(poison))?.ids);
  const innocent = replies.filter(({ id }) => id !== poison && together.has(id));
  const unanswered = replies.filter(({ own }) => !own);
  return {
    failed: share(innocent, ({ own }) => !own),
    failedAs200: share(unanswered, ({ status }) => status === 200),
  };
}

/** Requests that were sent to another path than theirs. */
export function judgePaths(pathOf: ReadonlyMap<number, string>, calls: readonly Call[]): Share {
  return share([...pathOf], ([id, path]) => calls.some((call) => call.ids.includes(id) && call.path !== path));
}

/** Requests that came to the model without a key that they had. */
export function judgeKeys(key: string, calls: readonly Call[]): Share {
  const asked = calls.flatMap(({ ids, keys }) => ids.map(() => keys));
  return share(asked, (keys) => !keys.includes(key));
}

function share<T>(all: readonly T[], isOne: (each: T) => boolean): Share {
  return { of: all.length, count: all.filter(isOne).length };
}
