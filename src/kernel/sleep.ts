import type { Clock } from './clock.ts';
import { onAbort } from './on-abort.ts';

/** Resolves after so many milliseconds of the clock; rejects with what the signal was aborted with, also before. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const cancel = clock.at(clock.now() + ms, () => {
      stay();
      resolve();
    });
    const stay = onAbort(signal, () => {
      cancel();
      reject(signal.reason);
    });
  });
}
