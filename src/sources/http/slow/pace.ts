/** Nobody is judged by less. */
const SEEN_FOR_MS = 1000;

/** Whether something that goes on at this pace will not be complete in time. */
export function isTooSlow(elapsedMs: number, doneBytes: number, allBytes: number, timeoutMs: number): boolean {
  return elapsedMs >= SEEN_FOR_MS && (doneBytes / elapsedMs) * timeoutMs < allBytes;
}
