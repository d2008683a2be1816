import type { Budget } from '../budget.ts';
import { gatherMs } from '../findings/best.ts';
import type { TuneRecords } from '../records.ts';
import type { CellFigures } from '../sweep/cell.ts';
import { callsOfRound } from '../sweep/round.ts';
import type { ServedBatching } from '../tunable-endpoint.ts';
import { type ServedFigures, type ServedParts, type ServedTrial, tryServed } from './try-served.ts';

/** Calls in which the gateway learns and shows what it has learned: more are not needed, with fewer it cannot. */
const MOST_CALLS = 200;
const LEAST_CALLS = 16;
const FAIR_CALLS = 60;
/** Of them, for it to learn. */
const LEARNING = 0.6;
/** Set by hand there is nothing to learn; so many calls count. */
const BY_HAND = 24;
/** From this share of the setting's own throughput on, adaptive is as good. */
const AS_GOOD = 0.95;

export interface Policies {
  /** Sent. */
  readonly items: number;
  readonly adaptive: ServedFigures | undefined;
  /** Tried where adaptive was not as good as the setting. */
  readonly byHand: ServedFigures | undefined;
}

/** What the gateway does under the load of a setting, by itself and if need be set by hand; a round of the setting is left in the budget. */
export async function tryPolicies(best: CellFigures, largest: number, parts: ServedParts): Promise<Policies> {
  const { records, budget } = parts;
  const clients = clientsOf(best, records);
  const hand = handTrial(best, records, clients);
  const calls = callsForAdaptive(left(budget, best), hand.calls, best);
  if (calls < LEAST_CALLS) return { items: 0, adaptive: undefined, byHand: undefined };
  // Where nothing larger is worth it, it is to be seen that adaptive knows.
  const maxBatchSize = best.size > records.fewestItems ? best.size : largest;
  const learning = Math.floor(LEARNING * calls);
  const first = await tryServed({ batching: { policy: 'adaptive', maxBatchSize }, clients, calls, learning }, parts);
  const adaptive = first.figures;
  const isClear = adaptive !== undefined && adaptive.itemsPerSecond < (AS_GOOD - best.noise) * best.itemsPerSecond;
  if (!isClear || left(budget, best) < hand.calls + best.concurrency) return { items: first.items, adaptive, byHand: undefined };
  const second = await tryServed(hand, parts);
  return { items: first.items + second.items, adaptive, byHand: second.figures };
}

/** Both policies are tried only where the first one does not get too little for that. */
function callsForAdaptive(callsLeft: number, forHand: number, { concurrency }: CellFigures): number {
  // As a run ends, as many calls may be under way beyond those that count.
  const both = callsLeft - forHand - 2 * concurrency;
  return Math.min(MOST_CALLS, both >= FAIR_CALLS ? both : callsLeft - concurrency);
}

/** Calls beside a round of the setting. */
function left(budget: Budget, best: CellFigures): number {
  return budget.callsLeft - callsOfRound(best);
}

function handTrial(best: CellFigures, records: TuneRecords, clients: number): ServedTrial {
  const batching: ServedBatching = {
    policy: 'linger',
    maxBatchSize: Math.max(best.size, records.mostItems),
    maxQueueDelayMs: Math.max(1, Math.ceil(gatherMs(best, records.fewestItems))),
    maxInFlight: best.concurrency,
  };
  const learning = 2 * best.concurrency;
  return { batching, clients, calls: learning + BY_HAND, learning };
}

/** As many as there are requests under way with the setting. */
function clientsOf({ items, concurrency }: CellFigures, { requests }: TuneRecords): number {
  const itemsEach = requests.reduce((sum, { prepared }) => sum + Math.max(1, prepared.items.length), 0) / requests.length;
  return Math.max(1, Math.round((items * concurrency) / itemsEach));
}
