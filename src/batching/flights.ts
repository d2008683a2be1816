import { CallAbort } from '../kernel/call-abort.ts';
import type { Clock } from '../kernel/clock.ts';
import { asTidegateError } from '../kernel/errors.ts';
import type { Send } from './dispatch/decide.ts';
import { isFull } from './dispatch/fill.ts';
import type { Load } from './dispatch/latency/load.ts';
import type { Outlook } from './dispatch/outlook.ts';
import type { Returns } from './dispatch/returns.ts';
import type { Trip } from './dispatch/underway.ts';
import type { Aftermath } from './isolation/aftermath.ts';
import type { Case } from './isolation/case.ts';
import type { EndpointHealth } from './isolation/endpoint-health.ts';
import { canBeTakenApart } from './isolation/landed.ts';
import type { LearnedCaps } from './isolation/learned-caps.ts';
import type { RetryBudget } from './isolation/retry-budget.ts';
import type { Ledger } from './ledger.ts';
import type { Batch, CallReport, Perform } from './port.ts';
import type { Chunk } from './queue/chunk.ts';
import type { Queue } from './queue/queue.ts';
import { type Flight, without } from './request.ts';

/** A return later than the fixed cost of a call is not worth waiting for; below this, timers are too coarse to tell. */
const SHORTEST_HORIZON_MS = 1;
/** A call this much slower than predicted, and no quicker than a second, may be stuck: it does not keep others waiting. */
const OVERDUE = { times: 3, atLeastMs: 1000 };

export interface FlightsPorts<P, R> {
  readonly perform: Perform<P, R>;
  readonly clock: Clock;
  readonly onFault: (thrown: unknown) => void;
  readonly queue: Queue<P, R>;
  readonly ledger: Ledger<P, R>;
  readonly outlook: Outlook<P, R>;
  readonly returns: Returns;
  readonly caps: LearnedCaps;
  readonly budget: RetryBudget;
  readonly health: EndpointHealth;
  readonly aftermath: Aftermath<P, R>;
  /** A call has landed: there may be something to send. */
  readonly landed: () => void;
}

/** A batch under way. */
interface Call<P, R> {
  readonly chunks: readonly Chunk<P, R>[];
  readonly theirs: Case<P, R> | undefined;
  /** Of which opening of the breaker it is the probe. */
  readonly probe: number | undefined;
  readonly flight: Flight;
  readonly batch: Batch<P>;
  readonly trip: Trip;
}

/** The calls under way: sends batches, and tells everybody who learns from how they end. */
export class Flights<P, R> {
  readonly #ports: FlightsPorts<P, R>;
  /** Oldest first. */
  readonly #calls = new Set<Call<P, R>>();

  constructor(ports: FlightsPorts<P, R>) {
    this.#ports = ports;
  }

  get size(): number {
    return this.#calls.size;
  }

  *chunks(): Iterable<Chunk<P, R>> {
    for (const { chunks } of this.#calls) yield* chunks;
  }

  /** When the oldest call will have taken suspiciously long. */
  get overdueAt(): number {
    for (const { trip } of this.#calls) return trip.sentAt + this.#overdueAfterMs(trip.load);
    return Number.POSITIVE_INFINITY;
  }

  #overdueAfterMs(load: Load): number {
    return Math.max(OVERDUE.atLeastMs, OVERDUE.times * this.#ports.outlook.latency.predict(load));
  }

  /** @param roomSince since when a call could have been made; monotonic */
  send({ theirs, probe, fill, reason }: Send<P, R>, now: number, roomSince: number): void {
    const { queue, health, budget, ledger, outlook, onFault } = this.#ports;
    theirs?.sent();
    budget.called(now);
    const { chunks, key, items, bytes, cost, longest } = fill;
    const trip = outlook.sent({ key, items, cost, longest }, isFull(fill), now);
    const opening = probe ? health.probing(now + this.#overdueAfterMs(trip.load)) : undefined;
    const flight: Flight = { waiting: chunks.length, abort: new CallAbort() };
    const waits: number[] = [];
    for (const chunk of chunks) {
      const { request } = chunk;
      queue.send(chunk);
      request.flights.push(flight);
      const queueMs = now - request.submittedAt;
      const { calls, trouble } = request.story;
      const heldMs = calls === 0 ? Math.min(queueMs, now - roomSince) : request.story.heldMs;
      if (calls === 0) waits.push(queueMs);
      request.story = { queueMs, heldMs, upstreamMs: 0, batchSize: items, reason, calls: calls + 1, trouble };
    }
    const batch: Batch<P> = { items: chunks.flatMap((chunk) => chunk.items), reason, bytes, cost };
    const call: Call<P, R> = { chunks, theirs, probe: opening, flight, batch, trip };
    this.#calls.add(call);
    this.#perform(call)
      .then((report) => this.#land(call, report))
      .catch(onFault);
    // Told when the call is on its way: nobody waits for the telling.
    ledger.emit({ type: 'dispatched', reason, items, bytes, cost, waits });
  }

  async #perform({ batch, flight }: Call<P, R>): Promise<CallReport<R>> {
    try {
      return wholeReport(batch, await this.#ports.perform(batch, flight.abort));
    } catch (thrown) {
      // A fault of ours: who causes it gets a 500, and somebody has to hear of it.
      this.#ports.onFault(thrown);
      const error = asTidegateError(thrown);
      return { call: 'fault', outcomes: batch.items.map(() => ({ kind: 'failed', error })) };
    }
  }

  #land(call: Call<P, R>, report: CallReport<R>): void {
    const { clock, queue, health, aftermath, ledger, outlook, landed } = this.#ports;
    const { chunks, theirs, probe, flight, batch, trip } = call;
    const now = clock.now();
    const { sentAt } = trip;
    const durationMs = now - sentAt;
    this.#calls.delete(call);
    this.#learn(call, report, durationMs, now);
    for (const { request } of chunks) {
      without(request.flights, flight);
      const trouble = report.call === 'ok' ? request.story.trouble : report.call;
      request.story = { ...request.story, upstreamMs: durationMs, trouble };
    }
    const tries = theirs?.tries ?? 1;
    const crowded = trip.ahead > 0 && outlook.learnsLimit;
    const change = health.ended({ report, probe, excused: theirs?.excused ?? false, sentAt, crowded }, now);
    if (change === 'opened') aftermath.dissolveCases(now);
    // A case may have been dissolved while this was under way.
    const live = theirs !== undefined && queue.cases().has(theirs) ? theirs : undefined;
    const { down, workedAt, pausedUntil } = health;
    aftermath.settle({ chunks, theirs: live, tries, probe: probe !== undefined, report, down, workedAt, pausedUntil }, now);
    if (change === 'hopeless') aftermath.turnAway(health.refusal(now));
    const failed = report.outcomes.find((outcome) => outcome.kind === 'failed');
    const error = failed === undefined ? {} : { error: failed.error };
    ledger.emit({ type: 'landed', call: report.call, items: batch.items.length, load: trip.load, durationMs, ...error });
    landed();
  }

  /** Before anybody is told, so that a caller who comes back at once is seen to come back. */
  #learn(call: Call<P, R>, report: CallReport<R>, durationMs: number, now: number): void {
    const { caps, outlook, returns } = this.#ports;
    const { chunks, batch, trip } = call;
    const size = { items: batch.items.length, bytes: batch.bytes };
    const key = chunks[0]?.request.submission.key ?? '';
    outlook.landed(trip, report.call, now);
    if (report.call === 'ok') {
      returns.answered(key, size.items, now, Math.max(SHORTEST_HORIZON_MS, outlook.latency.baseMs));
      caps.passed(key, size, durationMs, now);
    } else if (report.call !== 'throttled' && canBeTakenApart(chunks)) {
      caps.tooMuch(key, size, report.call, durationMs, now);
    }
  }
}

/** @throws when the report does not say of each item what became of it: some caller would wait for ever */
function wholeReport<R>(batch: Batch<unknown>, report: CallReport<R>): CallReport<R> {
  if (report.outcomes.length === batch.items.length) return report;
  throw new Error(`A call with ${batch.items.length} items was reported with ${report.outcomes.length} outcomes`);
}
