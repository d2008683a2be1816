import type { InferenceOutcome } from '../../endpoints/port.ts';

/** How an answer came about, as a `server-timing` header (W3C Server Timing); durations in milliseconds. */
export function serverTiming({ queueMs, upstreamMs, batchSize, reason }: InferenceOutcome['story']): string {
  return `queue;dur=${queueMs.toFixed(1)}, upstream;dur=${upstreamMs.toFixed(1)}, batch;desc="size=${batchSize} reason=${reason ?? 'none'}"`;
}
