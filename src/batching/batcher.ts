import type { Clock } from '../kernel/clock.ts';
import { asTidegateError, TidegateError } from '../kernel/errors.ts';
import { type Chunk, cut } from './chunk.ts';
import { CreditGate } from './credit.ts';
import { type Decision, decide } from './decide.ts';
import type { HeartSnapshot, ShedReason } from './events.ts';
import { LatencyModel } from './latency-model.ts';
import { Ledger, type LedgerPorts } from './ledger.ts';
import { Parked } from './parked.ts';
import { compilePolicy, type HeartOptions, type Policy } from './policy.ts';
import type { Batch, CallReport, Credit, Perform, Settlement, Submission, Ticket } from './port.ts';
import { Queue } from './queue.ts';
import { type Flight, newRequest, type Request, without } from './request.ts';
import { Requeue } from './requeue.ts';
import { Returns } from './returns.ts';

/** A return later than the fixed cost of a call is not worth waiting for; below this, timers are too coarse to tell. */
const SHORTEST_HORIZON_MS = 1;
/** What a refused caller is told to wait while nothing is known of the upstream. */
const UNKNOWN_BACKLOG_MS = 1000;
/** A call this much slower than predicted, and no quicker than a second, may be stuck: it does not keep others waiting. */
const OVERDUE = { times: 3, atLeastMs: 1000 };

export interface BatcherPorts<P, R> extends LedgerPorts {
  readonly perform: Perform<P, R>;
  readonly clock: Clock;
}

/** A batch under way. */
interface Call<P, R> {
  readonly chunks: readonly Chunk<P, R>[];
  readonly flight: Flight;
  readonly batch: Batch<P>;
  readonly sentAt: number;
}

/**
 * The one loop of the heart. It owns the timer, the flights and the promises; what goes when is decided by `decide`, what
 * happens after a failed call by `judge`, both pure.
 *
 * A chunk is waiting (in the queue), parked (until a retry is due) or in flight. The pump runs after each I/O turn in which
 * something happened, and at the earliest time that something is due.
 */
export class Batcher<P, R> {
  readonly #options: HeartOptions;
  readonly #ports: BatcherPorts<P, R>;
  readonly #queue: Queue<P, R>;
  readonly #parked = new Parked<P, R>();
  readonly #latency = new LatencyModel();
  readonly #returns = new Returns();
  readonly #policy: Policy;
  readonly #credits: CreditGate;
  readonly #ledger: Ledger<P, R>;
  readonly #requeue: Requeue<P, R>;
  /** Oldest first. */
  readonly #inFlight = new Set<Call<P, R>>();
  #order = 0;
  #lastLandingAt = Number.NEGATIVE_INFINITY;
  #mode: 'open' | 'draining' = 'open';
  #pumpDue = false;
  #timer: { readonly time: number; readonly cancel: () => void } | undefined;
  #idle: (() => void) | undefined;
  #drained: Promise<void> | undefined;

  constructor(options: HeartOptions, ports: BatcherPorts<P, R>) {
    this.#options = options;
    this.#ports = ports;
    this.#queue = new Queue(options.queue);
    this.#credits = new CreditGate(options.queue);
    this.#policy = compilePolicy(options, this.#latency, this.#returns);
    this.#ledger = new Ledger(this.#queue, ports);
    this.#requeue = new Requeue(this.#queue, this.#parked, this.#ledger, options.retry, ports.clock);
  }

  /** Takes a request in, or settles it at once when there is no room. `settle` is called at most once, never before this returns. */
  submit(submission: Submission<P>, settle: (settlement: Settlement<R>) => void): Ticket {
    const now = this.#ports.clock.now();
    const request = newRequest<P, R>(submission, now, settle);
    const refusal = this.#refusal(submission);
    if (refusal !== undefined) {
      this.#ledger.emit({ type: 'shed', reason: refusal.reason });
      queueMicrotask(() => this.#ledger.fail(request, refusal.error));
    } else {
      this.#returns.arrived(submission.key, submission.items.length, now);
      this.#enqueue(request, now);
    }
    return { cancel: () => this.#ledger.leave(request) };
  }

  /** Room for a door that pulls, before it reads. */
  credit(bytes: number, signal: AbortSignal): Promise<Credit> {
    return this.#credits.credit(bytes, signal);
  }

  /** Takes nothing more in; resolves once all that was taken in is settled. */
  drain(): Promise<void> {
    this.#mode = 'draining';
    this.#schedulePump();
    this.#drained ??= new Promise((resolve) => {
      this.#idle = resolve;
    });
    this.#checkIdle();
    return this.#drained;
  }

  /** Fails everything that is not settled, whether it waits or is in flight. */
  refuseRest(): void {
    const rest = [...this.#queue.chunks(), ...this.#parked.takeAll(), ...[...this.#inFlight].flatMap((call) => call.chunks)];
    for (const { request } of rest) {
      if (request.settled) continue;
      this.#ledger.emit({ type: 'shed', reason: 'draining' });
      this.#ledger.fail(request, draining());
    }
    this.#checkIdle();
  }

  snapshot(): HeartSnapshot {
    const { known, baseMs, perCostMs } = this.#latency;
    return {
      queuedItems: this.#queue.items + this.#parked.items,
      queuedBytes: this.#queue.bytes + this.#parked.bytes,
      inFlight: this.#inFlight.size,
      inFlightLimit: this.#policy.inFlight.limit,
      latency: known ? { baseMs, perCostMs } : undefined,
    };
  }

  #refusal(submission: Submission<P>): { reason: ShedReason; error: TidegateError } | undefined {
    if (this.#mode === 'draining') return { reason: 'draining', error: draining() };
    if (submission.credit !== undefined || this.#hasRoom(submission)) return undefined;
    // What is about to leave in this turn leaves now, rather than fill the queue for those behind it.
    if (this.#pumpDue) this.#pump();
    if (this.#hasRoom(submission)) return undefined;
    const retryAfterMs = this.#backlogMs();
    return { reason: 'full', error: new TidegateError('QUEUE_FULL', 'The queue of this endpoint is full.', { retryAfterMs }) };
  }

  #hasRoom({ items, overheadBytes }: Submission<P>): boolean {
    const bytes = items.reduce((sum, item) => sum + item.bytes, overheadBytes);
    return this.#queue.hasRoom(items.length, bytes, this.#parked);
  }

  /** How long the queue as it stands will take, as far as is known. */
  #backlogMs(): number {
    if (!this.#latency.known) return UNKNOWN_BACKLOG_MS;
    const calls = Math.ceil(this.#queue.items / this.#options.caps.items);
    const work = calls * this.#latency.baseMs + this.#queue.cost * this.#latency.perCostMs;
    const { limit, lastSlotForFull } = this.#policy.inFlight;
    return Math.max(1, lastSlotForFull ? work : work / limit);
  }

  #enqueue(request: Request<P, R>, now: number): void {
    const { maxCompany, maxWaitMs } = request.submission;
    const holdBy = now + Math.min(maxWaitMs, this.#policy.longestHoldMs);
    const traits = { maxCompany, failures: 0, faults: 0, suspect: false, order: this.#order, holdBy };
    this.#order += 1;
    for (const chunk of cut(request, this.#options.caps, traits)) this.#queue.insert(chunk);
    this.#schedulePump();
  }

  #schedulePump(): void {
    if (this.#pumpDue) return;
    this.#pumpDue = true;
    this.#ports.clock.afterIoTurn(() => {
      this.#pumpDue = false;
      this.#pump();
    });
  }

  #pump(): void {
    const now = this.#ports.clock.now();
    for (const chunk of this.#parked.takeDue(now)) this.#queue.insert(chunk);
    this.#expire(now);
    let decision = this.#decide(now);
    while (decision.kind === 'send') {
      this.#send(decision, now);
      decision = this.#decide(now);
    }
    this.#wakeAt(Math.min(decision.until, this.#queue.earliestExpiry, this.#parked.earliestDue));
    this.#checkIdle();
  }

  #decide(now: number): Decision<P, R> {
    const { limit, lastSlotForFull } = this.#policy.inFlight;
    const overdueAt = this.#overdueAt();
    const decision = decide(
      {
        lanes: this.#queue.lanes(),
        inFlight: this.#inFlight.size,
        limit,
        lastSlotForFull: lastSlotForFull && now < overdueAt,
        draining: this.#mode === 'draining',
        caps: this.#options.caps,
        holdBack: this.#policy.holdBack,
        predict: (cost) => this.#latency.predict(cost),
      },
      now,
    );
    if (decision.kind === 'send' || this.#queue.items === 0 || now >= overdueAt) return decision;
    return { kind: 'wait', until: Math.min(decision.until, overdueAt) };
  }

  /** When the oldest call under way will have taken suspiciously long. */
  #overdueAt(): number {
    for (const { sentAt, batch } of this.#inFlight) {
      return sentAt + Math.max(OVERDUE.atLeastMs, OVERDUE.times * this.#latency.predict(batch.cost));
    }
    return Number.POSITIVE_INFINITY;
  }

  /** One timer: kept when it fires early enough, since an idle pump costs less than a new timer for each event. */
  #wakeAt(time: number): void {
    if (this.#timer !== undefined && this.#timer.time <= time && this.#mode === 'open') return;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (time === Number.POSITIVE_INFINITY) return;
    const cancel = this.#ports.clock.at(time, () => {
      this.#timer = undefined;
      this.#pump();
    });
    this.#timer = { time, cancel };
  }

  #expire(now: number): void {
    for (const chunk of this.#queue.expired(now)) {
      const { request } = chunk;
      if (request.settled) continue;
      request.story = { ...request.story, queueMs: now - request.submittedAt };
      this.#ledger.emit({ type: 'expired' });
      this.#ledger.fail(request, new TidegateError('DEADLINE_PASSED', 'The deadline passed while the request was waiting.'));
    }
  }

  #send({ lane, fill, reason }: Extract<Decision<P, R>, { kind: 'send' }>, now: number): void {
    lane.held = false;
    const flight: Flight = { waiting: fill.chunks.length, abort: new AbortController() };
    const waits: number[] = [];
    for (const chunk of fill.chunks) {
      const { request } = chunk;
      this.#queue.remove(chunk);
      request.flights.push(flight);
      request.story = { queueMs: now - request.submittedAt, upstreamMs: 0, batchSize: fill.items, reason };
      if (chunk.traits.failures === 0 && !chunk.traits.suspect) waits.push(request.story.queueMs);
    }
    const { chunks, items, bytes, cost } = fill;
    const attempt = 1 + Math.min(...chunks.map((chunk) => chunk.traits.faults));
    const batch: Batch<P> = { items: chunks.flatMap((chunk) => chunk.items), reason, bytes, cost, attempt };
    const call: Call<P, R> = { chunks, flight, batch, sentAt: now };
    this.#inFlight.add(call);
    this.#ports
      .perform(batch, flight.abort)
      .then((report) => wholeReport(batch, report))
      .catch((thrown: unknown) => this.#broken(batch, thrown))
      .then((report) => this.#land(call, report))
      .catch(this.#ports.onFault);
    // Told when the call is on its way: nobody waits for the telling.
    this.#ledger.emit({ type: 'dispatched', reason, items, bytes, cost, waits });
  }

  /** A fault of ours: its callers get a 500, and somebody has to hear of it. */
  #broken(batch: Batch<P>, thrown: unknown): CallReport<R> {
    this.#ports.onFault(thrown);
    const error = asTidegateError(thrown);
    return { call: 'aborted', outcomes: batch.items.map(() => ({ kind: 'failed', error })) };
  }

  #land(call: Call<P, R>, report: CallReport<R>): void {
    const { chunks, flight, batch, sentAt } = call;
    const now = this.#ports.clock.now();
    this.#inFlight.delete(call);
    if (report.call === 'ok') this.#learn(call, now);
    for (const { request } of chunks) {
      without(request.flights, flight);
      request.story = { ...request.story, upstreamMs: now - sentAt };
    }
    this.#requeue.settle(chunks, report, now);
    const failed = report.outcomes.find((outcome) => outcome.kind === 'failed');
    const error = failed === undefined ? {} : { error: failed.error };
    this.#ledger.emit({ type: 'landed', call: report.call, items: batch.items.length, durationMs: now - sentAt, ...error });
    this.#schedulePump();
  }

  /** Before anybody is told, so that a caller who comes back at once is seen to come back. A cost of 0 is not known. */
  #learn({ chunks, batch, sentAt }: Call<P, R>, now: number): void {
    const serial = this.#policy.inFlight.lastSlotForFull;
    if (batch.cost > 0) this.#latency.observe(batch.cost, now - (serial ? Math.max(sentAt, this.#lastLandingAt) : sentAt));
    this.#lastLandingAt = now;
    const key = chunks[0]?.request.submission.key;
    const horizonMs = Math.max(SHORTEST_HORIZON_MS, this.#latency.baseMs);
    if (key !== undefined) this.#returns.answered(key, batch.items.length, now, horizonMs);
  }

  #checkIdle(): void {
    if (this.#idle === undefined || this.#inFlight.size > 0 || this.#queue.items > 0 || this.#parked.size > 0) return;
    this.#idle();
    this.#idle = undefined;
  }
}

function draining(): TidegateError {
  return new TidegateError('DRAINING', 'The gateway is stopping.', { retryAfterMs: 1000 });
}

/** @throws when the report does not say of each item what became of it: some caller would wait for ever */
function wholeReport<R>(batch: Batch<unknown>, report: CallReport<R>): CallReport<R> {
  if (report.outcomes.length === batch.items.length) return report;
  throw new Error(`A call with ${batch.items.length} items was reported with ${report.outcomes.length} outcomes`);
}
