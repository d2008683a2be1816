import { type Pattern, ratePerSecond } from '../load-generator/arrivals.ts';

/** What is asked of a contestant, for as long as a run lasts. */
export type Load = ClosedLoad | OpenLoad;

/** So many clients, each with one request under way. */
export interface ClosedLoad {
  readonly kind: 'closed';
  readonly clients: number;
}

/** Requests at their times, whatever becomes of those before. */
export interface OpenLoad {
  readonly kind: 'open';
  /** What a reader calls it. */
  readonly name: string;
  readonly pattern: Pattern;
  /** Answers count as in time until then. */
  readonly deadlineMs?: number;
}

/** By which a load is known in results; equal names, equal loads. */
export function nameOf(load: Load): string {
  if (load.kind === 'open') return load.name;
  return load.clients === 1 ? '1 client' : `${load.clients} clients`;
}

/** Its place on an axis. */
export function sizeOf(load: Load): number {
  return load.kind === 'closed' ? load.clients : ratePerSecond(load.pattern);
}

/** At most so many requests are under way at once. */
export function clientsOf(load: Load): number {
  return load.kind === 'closed' ? load.clients : Number.POSITIVE_INFINITY;
}

export function closed(...clientCounts: readonly number[]): ClosedLoad[] {
  return clientCounts.map((clients) => ({ kind: 'closed', clients }));
}
