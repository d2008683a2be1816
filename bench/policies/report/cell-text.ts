import { type Compared, goodputRatio, latencyRatio } from '../measure/compared.ts';
import type { Figures } from '../measure/tally.ts';
import type { Found } from '../oracle/search.ts';

/** A cell's ratios, and the figures of the heart and the oracle. */
export function cellText({ cell, heart, oracle, broken }: Compared): string {
  const { size, delayMs, inFlight } = oracle.config;
  return [
    `${cell}: ${ratiosText(heart, oracle)}`,
    `  heart   ${figuresText(heart)}`,
    `  oracle  ${figuresText(oracle.figures)}; size ${size}, ${delayMs} ms, ${inFlight} in flight`,
    ...broken.map((what) => `  BROKEN  ${what}`),
  ].join('\n');
}

/** The same with those of all baselines. */
export function fullCellText(compared: Compared): string {
  const { oracle, baselines } = compared;
  const others = Object.entries(baselines).map(
    ([name, figures]) => `  ${name.padEnd(7)} ${figuresText(figures)}; ${ratiosText(figures, oracle)}`,
  );
  return [cellText(compared), ...others].join('\n');
}

function ratiosText(figures: Figures, oracle: Found): string {
  const latency = latencyRatio(figures, oracle);
  const goodput = `goodput ratio ${goodputRatio(figures, oracle).toFixed(3)}`;
  return latency === undefined ? goodput : `${goodput}, latency ratio ${latency.toFixed(3)}`;
}

function figuresText(figures: Figures): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return [
    `${figures.goodput.toFixed(1).padStart(8)}/s in ${figures.meanLatencyMs.toFixed(1).padStart(6)} ms`,
    `late ${percent(figures.lateShare)}`,
    `refused ${percent(figures.refusedShare)}`,
    `throttled ${percent(figures.throttledShare)}`,
    `batches of ${figures.meanBatch.toFixed(1)}`,
  ].join(', ');
}
