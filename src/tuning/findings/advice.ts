import type { TuneRecords } from '../records.ts';
import type { ServedFigures } from '../serving/try-served.ts';
import type { Advice, TuneReport } from '../tune-report.ts';

/** Times the throughput of another from which on one is the better one. */
const BETTER = 1.05;

/** What to put into the config; undefined where nothing was measured. */
export function adviceOf(
  {
    endpoint,
    best,
    adaptive,
    byHand,
    pays,
    plan,
  }: Pick<TuneReport, 'endpoint' | 'best' | 'adaptive' | 'byHand' | 'pays' | 'plan'>,
  records: TuneRecords,
): Advice | undefined {
  if (best === undefined) return undefined;
  const yaml = (lines: readonly string[]): string => yamlOf(endpoint, lines);
  if (pays === 'does-not-pay')
    return { why: 'each request goes by itself, as soon as it comes', yaml: yaml(unbatched(records)), byHand: undefined };
  if (pays === 'cannot-be-batched')
    return {
      why: 'there is no size to set: the gateway learns how many calls may be under way',
      yaml: yaml([ADAPTIVE]),
      byHand: undefined,
    };
  const largest = Math.max(best.size, records.mostItems);
  return {
    why: 'adaptive finds size, waiting and calls at once by itself, and follows the load; the cap is what was measured',
    yaml: yaml([ADAPTIVE, `maxBatchSize: ${largest}`, ...deadline(plan)]),
    byHand: isBetter(byHand, adaptive) ? yaml(linesOf(byHand.batching)) : undefined,
  };
}

const ADAPTIVE = 'policy: adaptive';

/** Left for the reader to decide on, as it makes the gateway refuse. */
function deadline({ p99 }: TuneReport['plan']): string[] {
  if (p99?.of !== '--p99') return [];
  return [`# latencySloMs: ${Math.ceil(p99.ms)}  # refuses at once (503) what could not be answered by then`];
}

/** A request with several items is not cut into pieces for that. */
function unbatched({ mostItems }: TuneRecords): string[] {
  return ['policy: eager', `maxBatchSize: ${mostItems}`];
}

/** By more than what passes for equal. */
function isBetter(byHand: ServedFigures | undefined, adaptive: ServedFigures | undefined): byHand is ServedFigures {
  return byHand !== undefined && adaptive !== undefined && byHand.itemsPerSecond > BETTER * adaptive.itemsPerSecond;
}

function linesOf(batching: ServedFigures['batching']): string[] {
  return Object.entries(batching).map(([name, value]) => `${name}: ${value}`);
}

function yamlOf(endpoint: string, lines: readonly string[]): string {
  return ['endpoints:', `  ${endpoint}:`, '    batching:', ...lines.map((line) => `      ${line}`), ''].join('\n');
}
