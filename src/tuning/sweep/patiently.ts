import type { Clock } from '../../kernel/clock.ts';
import { sleep } from '../../kernel/sleep.ts';
import type { Budget } from '../budget.ts';
import type { Meter, Metered } from './meter.ts';
import type { Setting } from './setting.ts';
import type { Trouble } from './trouble.ts';

export type { Metered } from './meter.ts';

export interface PatientParts {
  readonly meter: Meter;
  readonly clock: Clock;
  readonly budget: Budget;
  readonly stop: AbortSignal;
}

/** Times that an endpoint is waited for that has no room for one call. */
const PATIENCE = 3;
const PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15_000;

/**
 * A round of a setting. When it is throttled, the endpoint is left alone for a while; and where it has no room for even one call, it
 * is busy with those of others, which passes: then it is tried again.
 */
export async function patiently(setting: Setting, calls: number, parts: PatientParts): Promise<Metered> {
  for (let attempt = 1; ; attempt += 1) {
    const metered = await parts.meter.round(setting, calls);
    if (metered.trouble?.kind !== 'throttled') return metered;
    await pause(metered.trouble, parts);
    if (setting.concurrency > 1 || attempt > PATIENCE || parts.budget.over !== undefined) return metered;
  }
}

async function pause({ retryAfterMs }: Trouble, { clock, budget, stop }: PatientParts): Promise<void> {
  const ms = Math.min(Math.max(PAUSE_MS, retryAfterMs ?? 0), LONGEST_PAUSE_MS, Math.max(0, budget.msLeft));
  await sleep(clock, ms, stop).catch(() => {});
}
