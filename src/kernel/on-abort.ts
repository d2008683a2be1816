import type { CallSignal } from './call-abort.ts';

const leaving = new WeakMap<CallSignal, Set<() => void>>();

/**
 * Calls `leave` when a signal that is not aborted yet is, for signals that tens of thousands wait on at once: a signal goes through
 * all its listeners, from the first on, for each that is added or removed. Here that costs the same however many there are.
 * @returns what to call when there is nothing to leave any more
 */
export function onAbort(signal: CallSignal, leave: () => void): () => void {
  const all = leaving.get(signal) ?? listeningTo(signal);
  all.add(leave);
  return () => void all.delete(leave);
}

function listeningTo(signal: CallSignal): Set<() => void> {
  const all = new Set<() => void>();
  leaving.set(signal, all);
  const leaveAll = (): void => {
    for (const leave of all) {
      all.delete(leave);
      leave();
    }
  };
  signal.addEventListener('abort', leaveAll, { once: true });
  return all;
}
