import type { CallEnding } from '../../batching/port.ts';
import type { DirectCalls, DirectReport, TakenRequest } from '../../endpoints/direct-calls.ts';
import type { Clock } from '../../kernel/clock.ts';

/** The endpoint had no room, or the call broke: that says nothing about the records in it. */
const PASSING: readonly CallEnding[] = ['throttled', 'failed', 'unreachable', 'unreadable'];
const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;

/** Whether the call ended for a reason that lies in what was sent; otherwise the endpoint is at fault, and nothing can be said. */
export function isAboutRecords(call: CallEnding): boolean {
  return ['refused', 'erred', 'tooLarge', 'replyTooLarge', 'mismatch'].includes(call);
}

/** Calls, and calls again after a pause while the endpoint is in trouble that may pass. */
export async function callPatiently(calls: DirectCalls, requests: readonly TakenRequest[], clock: Clock): Promise<DirectReport> {
  for (let attempt = 1; ; attempt += 1) {
    const report = await calls.call(requests);
    if (attempt === ATTEMPTS || !PASSING.includes(report.call)) return report;
    const pauseMs = Math.max(FIRST_PAUSE_MS * 2 ** (attempt - 1), report.retryAfterMs ?? 0);
    await pause(clock, Math.min(pauseMs, LONGEST_PAUSE_MS));
  }
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.at(clock.now() + ms, resolve);
  });
}
