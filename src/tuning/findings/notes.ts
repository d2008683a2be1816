import type { Cell } from '../sweep/cell.ts';
import { settingText } from '../sweep/setting.ts';
import type { TuneReport } from '../tune-report.ts';
import { predicted } from './fit-line.ts';

/** An endpoint whose throughput moves by more than this between the rounds has drifted. */
const DRIFT = 0.1;
/** A size whose calls take so much more, or less, than the line says is not on it. */
const OFF_THE_LINE = 0.15;
/** Standard errors beyond which something is no chance. */
const CLEAR = 2;
/** Records that are fewer than this are always the same ones. */
const FEW = 8;
/** Of the throughput of the best setting. */
const AS_GOOD = 0.95;

type Found = Omit<TuneReport, 'notes' | 'advice'>;

/** What a reader of the figures has to know. */
export function notesOf(found: Found, cells: readonly Cell[]): readonly string[] {
  return [
    ...found.plan.notes,
    ...recordsNote(found),
    ...found.ruledOut.map((ruled) => `left out: ${settingText(ruled)}: ${ruled.why}`),
    ...found.failures.map(({ why, calls }) => `${calls} ${calls === 1 ? 'call' : 'calls'} failed: ${why}`),
    ...budgetNote(found),
    ...learningNote(found),
    ...driftNote(cells),
    ...lineNote(found),
    ...stillRising(found),
  ];
}

function recordsNote({ plan }: Found): string[] {
  const { count, areOwn } = plan.records;
  if (!areOwn)
    return [`sent were ${count} samples of the codec; --input FILE measures with requests of your own, whose length counts`];
  return count < FEW
    ? [`sent were ${count} different records only: an endpoint that caches answers looks quicker than it is`]
    : [];
}

function budgetNote({ end, adaptive, best, plan }: Found): string[] {
  const isShort = end === 'calls' || end === 'time';
  const limit = end === 'calls' ? `${plan.calls} calls (--max-calls)` : `${plan.seconds} s (--max-seconds)`;
  const isUntried = (isShort || end === 'done') && adaptive === undefined && best !== undefined;
  return [
    ...(isShort ? [`the budget of ${limit} ended before all was measured`] : []),
    ...(isUntried ? ['the budget left no room to try adaptive'] : []),
  ];
}

function learningNote({ adaptive, byHand, best }: Found): string[] {
  if (adaptive === undefined || best === undefined || byHand !== undefined) return [];
  if (adaptive.itemsPerSecond >= AS_GOOD * best.itemsPerSecond) return [];
  return [
    `adaptive had ${adaptive.callsBefore} calls to learn in; with more of them (--max-calls) it may come nearer to the best setting`,
  ];
}

/** Of scatter alone settings become quicker as often as slower: the mean has to stand out from it. */
function driftNote(cells: readonly Cell[]): string[] {
  const logs = cells.flatMap(({ drift }) => (drift === undefined ? [] : [Math.log(drift)]));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1);
  const isClear = logs.length > 2 && Math.abs(mean) > Math.log(1 + DRIFT) + CLEAR * Math.sqrt(variance / logs.length);
  if (!isClear) return [];
  const percent = Math.round(Math.abs(Math.exp(mean) - 1) * 100);
  return [
    `the endpoint became ${percent} % ${mean < 0 ? 'slower' : 'faster'} between the first and the last round: measure again`,
  ];
}

function lineNote({ latency, settings }: Found): string[] {
  if (latency === undefined) return [];
  const told = settings
    .filter(({ concurrency }) => concurrency === 1)
    .map((each) => ({ ...each, ratio: each.p50Ms / predicted(latency, each) }))
    .filter(({ ratio, noise }) => Math.abs(Math.log(ratio)) > Math.log(1 + OFF_THE_LINE) + CLEAR * noise)
    .map(({ size, ratio }) => `${size} takes ${ratio.toFixed(2)} times what it says`);
  return told.length === 0 ? [] : [`the line is a rough one: ${told.join(', ')}`];
}

function stillRising({ best, plan, settings, concurrency, pays }: Found): string[] {
  const largest = plan.sizes.at(-1);
  const notes: string[] = [];
  const isLargest = best?.size === largest && settings.some(({ size }) => size !== largest);
  if (isLargest && pays !== 'cannot-be-batched')
    notes.push(
      `the largest size is the best: larger ones may be better still (--sizes ${largest},${2 * (largest ?? 1)},${4 * (largest ?? 1)})`,
    );
  if (concurrency?.isOpen && concurrency.calls === plan.concurrency.at(-1))
    notes.push(
      `throughput still rose at ${concurrency.calls} calls at once: more may be better still (--concurrency ${concurrency.calls},${2 * concurrency.calls})`,
    );
  return notes;
}
