import type { TransformProgress, TransformReport } from '../gateway/transform/index.ts';

/** How far it has come, in a line. */
export function progressText(now: TransformProgress): string {
  const { answered, failed, doneBytes, skippedBytes, inputBytes, seconds, trouble } = now;
  const done = answered + failed;
  const parts = [`${done} records`, `${rate(now)}/s`];
  const ownBytes = doneBytes - skippedBytes;
  // Before a second has gone by nobody can tell.
  if (inputBytes !== undefined && seconds > 1 && ownBytes > 0)
    parts.push(`${duration((seconds * Math.max(0, inputBytes - doneBytes)) / ownBytes)} left`);
  parts.push(`batches of ${perCall(now)} (${fill(now)} %)`, `${failed} failed`);
  if (trouble !== undefined) parts.push('waits for the endpoint');
  return parts.join(', ');
}

/** From so many calls on it is no chance that records went alone. */
const MANY_CALLS = 20;

const ALONE =
  'hardly any shared a call: an id of its own in each record may be why, which --id-field or --input-filter keeps from the model';

/** Where most failed, it is the search for these that makes the calls. */
function sharesHardly({ answered, failed, items, calls, maxBatchSize }: TransformProgress): boolean {
  return maxBatchSize > 1 && calls >= MANY_CALLS && items < 1.5 * calls && failed < answered;
}

/** The end of it, in words. */
export function showTransform(report: TransformReport): string {
  const { answered, failed, skipped, calls, seconds, errors } = report;
  const before = skipped.answered + skipped.failed;
  const lines = [
    `${answered + failed} records in ${duration(seconds)} (${rate(report)}/s): ${answered} answered, ${failed} failed`,
    `${calls} calls of ${perCall(report)} records (${fill(report)} % of ${report.maxBatchSize})`,
  ];
  if (sharesHardly(report)) lines.push(ALONE);
  if (before > 0) lines.push(`${before} records were done before: ${skipped.answered} answered, ${skipped.failed} failed`);
  if (failed + skipped.failed > 0)
    lines.push(`what failed, and why: ${errors.slice(0, 3).join(', ')}${errors.length > 3 ? ', …' : ''}`);
  return `${lines.join('\n')}\n`;
}

/** Why the exit code is not 0; undefined where it is. */
export function whyNot({ isComplete, failed, skipped }: TransformReport): string | undefined {
  if (!isComplete) return 'stopped before the end; run it again, and it goes on';
  const all = failed + skipped.failed;
  return all === 0 ? undefined : `${all} ${all === 1 ? 'record has' : 'records have'} no answer`;
}

function rate({ answered, failed, seconds }: TransformProgress): number {
  return Math.round((answered + failed) / Math.max(seconds, 0.001));
}

function perCall({ items, calls }: TransformProgress): string {
  return (items / Math.max(1, calls)).toFixed(1);
}

function fill({ items, calls, maxBatchSize }: TransformProgress): number {
  return Math.round((100 * items) / Math.max(1, calls) / maxBatchSize);
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${whole % 60} s`;
}
