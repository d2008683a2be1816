import type { InferenceOutcome } from '../../endpoints/port.ts';

/** How an answer came about, as a `server-timing` header (W3C Server Timing); durations in milliseconds, zeros when there was no call. */
export function serverTiming(story?: InferenceOutcome['story']): string {
  const { queueMs = 0, upstreamMs = 0, batchSize = 0, reason = 'none', calls = 0, trouble } = story ?? {};
  const more = calls > 1 || trouble !== undefined ? `, calls;desc="count=${calls} trouble=${trouble ?? 'none'}"` : '';
  return `queue;dur=${queueMs.toFixed(1)}, upstream;dur=${upstreamMs.toFixed(1)}, batch;desc="size=${batchSize} reason=${reason}"${more}`;
}
