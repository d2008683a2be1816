import type { Counters } from './counters.ts';

/** What the model server says of itself. */
export async function modelCounters(modelUrl: string): Promise<Counters> {
  const response = await fetch(new URL('/counters', modelUrl));
  return (await response.json()) as Counters;
}
