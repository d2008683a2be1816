import type { ModelDetails } from '../model-server/model-server.ts';
import type { Programs } from '../processes/programs.ts';

/** A call takes `baseMs` and `perItemMs` an item, one call at a time, at most `cap` items a call. */
export interface ModelLaw {
  readonly baseMs: number;
  readonly perItemMs: number;
  readonly cap: number;
}

/** Fast enough that something else is the bottleneck: four times what the emulator gives. */
export const FAST: ModelLaw = { baseMs: 0.5, perItemMs: 0.002, cap: 128 };

/** Slow enough that it is the bottleneck. */
export const SLOW: ModelLaw = { baseMs: 20, perItemMs: 1, cap: 32 };

/** What HTTP requests have in their items, and records of the stream have not. */
const HTTP_MARK = 'the tide comes in';

/** Items a second, when every call is full. */
export function capacityOf({ baseMs, perItemMs, cap }: ModelLaw): number {
  return (cap / (baseMs + perItemMs * cap)) * 1000;
}

export function factsOf(law: ModelLaw): string {
  return `${law.baseMs} ms a call and ${law.perItemMs} ms an item, one call at a time, at most ${law.cap} items (${capacityOf(law).toFixed(0)}/s)`;
}

export function startModel(programs: Programs, { baseMs, perItemMs }: ModelLaw): Promise<string> {
  const law = ['--base-ms', String(baseMs), '--per-item-ms', String(perItemMs), '--mark', HTTP_MARK];
  const args = ['--import', 'tsx', 'bench/model-server/main.ts', ...law];
  return programs.start({ name: 'model server', args, readyPath: '/counters' });
}

export async function modelDetails(url: string): Promise<ModelDetails> {
  const response = await fetch(new URL('/details', url));
  return (await response.json()) as ModelDetails;
}
