import type { Chunk } from '../queue/chunk.ts';

/** Waiting chunks that are considered together: beyond, the choice gets no better. */
const LOOK_AHEAD = 256;

/** What calls cost that are padded to their longest item. */
export interface PaddedCost {
  /** Of a call, in milliseconds. */
  readonly baseMs: number;
  /** Of each item, for each unit of the longest one's length. */
  readonly perUnitMs: number;
}

/**
 * Of what waits the chunks that should go with the first. What waits is divided into calls of items of like length, so that all
 * calls together take the least time; those of the first's call are returned, shortest first but for the first, which is where it
 * was. (Sorted by length, the best division is into runs; found by dynamic programming.)
 * @param most items of one call
 */
export function alike<P, R>(inTurn: Iterable<Chunk<P, R>>, most: number, cost: PaddedCost): readonly Chunk<P, R>[] {
  const waiting: Chunk<P, R>[] = [];
  for (const chunk of inTurn) if (waiting.push(chunk) >= LOOK_AHEAD) break;
  const [first] = waiting;
  if (first === undefined) return [];
  const sorted = waiting.toSorted((one, other) => one.longest - other.longest);
  const starts = division(sorted, most, cost);
  const place = sorted.indexOf(first);
  let end = sorted.length;
  while ((starts[end] ?? 0) > place) end = starts[end] ?? 0;
  const others = sorted.slice(starts[end] ?? 0, end).filter((chunk) => chunk !== first);
  return [first, ...others];
}

/** By the end of a run, where it best starts. */
function division<P, R>(sorted: readonly Chunk<P, R>[], most: number, { baseMs, perUnitMs }: PaddedCost): number[] {
  const times = [0];
  const starts = [0];
  for (let end = 1; end <= sorted.length; end += 1) {
    const longest = sorted[end - 1]?.longest ?? 0;
    let items = 0;
    times[end] = Number.POSITIVE_INFINITY;
    for (let start = end - 1; start >= 0; start -= 1) {
      items += sorted[start]?.items.length ?? 0;
      if (items > most && start < end - 1) break;
      const time = (times[start] ?? 0) + baseMs + perUnitMs * longest * items;
      if (time >= (times[end] ?? 0)) continue;
      times[end] = time;
      starts[end] = start;
    }
  }
  return starts;
}
