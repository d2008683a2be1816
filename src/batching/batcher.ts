import type { Clock } from '../kernel/clock.ts';
import type { TidegateError } from '../kernel/errors.ts';
import { chooseProbe, type Decision, decide, type Situation } from './dispatch/decide.ts';
import { Outlook } from './dispatch/outlook.ts';
import { Returns } from './dispatch/returns.ts';
import type { HeartSnapshot, ShedReason } from './events.ts';
import { Flights, type FlightsPorts } from './flights.ts';
import { Aftermath } from './isolation/aftermath.ts';
import { EndpointHealth } from './isolation/endpoint-health.ts';
import { LearnedCaps } from './isolation/learned-caps.ts';
import { RetryBudget } from './isolation/retry-budget.ts';
import { Ledger, type LedgerPorts } from './ledger.ts';
import { compilePolicy, type HeartOptions, type Policy } from './policy.ts';
import type { Arrivals, Credit, Perform, Settlement, Submission, Ticket } from './port.ts';
import { Admission } from './queue/admission.ts';
import { type Caps, type Chunk, cut } from './queue/chunk.ts';
import { CreditGate } from './queue/credit.ts';
import { Queue } from './queue/queue.ts';
import { deadlinePassed, draining, late } from './refusals.ts';
import { checkSubmission, newRequest, type Request } from './request.ts';

const ALL = Number.POSITIVE_INFINITY;

export interface BatcherPorts<P, R> extends LedgerPorts {
  readonly perform: Perform<P, R>;
  readonly clock: Clock;
}

/**
 * The one loop of the heart. It owns the timer; what goes when is decided by `decide`, what becomes of requests after a call by
 * `judge` and the `Case` of their batch, whether the endpoint is called at all by its `EndpointHealth`.
 *
 * A chunk is waiting (in a lane, or in a case when its batch went wrong) or in flight. The pump runs after each I/O turn in which
 * something happened, and at the earliest time that something is due.
 */
export class Batcher<P, R> {
  readonly #options: HeartOptions;
  readonly #ports: BatcherPorts<P, R>;
  readonly #queue: Queue<P, R>;
  readonly #outlook: Outlook<P, R>;
  readonly #returns = new Returns();
  readonly #policy: Policy;
  readonly #credits: CreditGate;
  readonly #ledger: Ledger<P, R>;
  readonly #admission: Admission<P, R>;
  readonly #caps: LearnedCaps;
  readonly #health: EndpointHealth;
  readonly #flights: Flights<P, R>;
  readonly #capsOf: (key: string) => Caps;
  #order = 0;
  #mode: 'open' | 'draining' = 'open';
  /** Since when any batch might have gone; undefined while none but a full one may, or none at all. */
  #roomSince: number | undefined;
  #pumpDue = false;
  #timer: { readonly time: number; readonly cancel: () => void } | undefined;
  #idle: (() => void) | undefined;
  #drained: Promise<void> | undefined;

  constructor(options: HeartOptions, ports: BatcherPorts<P, R>) {
    const { clock } = ports;
    this.#options = options;
    this.#ports = ports;
    this.#queue = new Queue(options.priorityLevels);
    this.#credits = new CreditGate(options.queue);
    this.#outlook = new Outlook(options, this.#queue, this.#returns);
    this.#policy = compilePolicy(options, this.#outlook, this.#returns);
    this.#ledger = new Ledger(this.#queue, ports);
    this.#admission = new Admission(this.#queue, options.queue, this.#ledger, () => this.#outlook.backlogMs());
    this.#caps = new LearnedCaps(options.caps, (event) => this.#ledger.emit(event));
    this.#capsOf = (key) => this.#caps.of(key, clock.now());
    this.#health = new EndpointHealth(clock, (event) => this.#ledger.emit(event));
    this.#flights = new Flights(this.#flightsPorts());
  }

  /**
   * Takes a request in, or settles it at once when there is no room. `settle` is called at most once, never before this returns.
   * @throws {RangeError} when its sizes are no numbers: they would spoil the reckoning for all others
   */
  submit(submission: Submission<P>, settle: (settlement: Settlement<R>) => void): Ticket {
    checkSubmission(submission, this.#options.priorityLevels);
    const now = this.#ports.clock.now();
    const request = newRequest<P, R>(submission, now, settle);
    const refusal = this.#refusal(submission, now);
    if (refusal !== undefined) {
      queueMicrotask(() => this.#ledger.shed(request, refusal.reason, refusal.error));
    } else {
      submission.credit?.counted(submission.items.length);
      this.#returns.arrived(submission.key, submission.items.length, now);
      this.#enqueue(request, now);
    }
    return { cancel: () => this.#ledger.leave(request) };
  }

  /** Room for a door that pulls, before it reads. */
  credit(bytes: number, signal: AbortSignal): Promise<Credit> {
    return this.#credits.credit(bytes, signal);
  }

  /** Room for a door that is pushed to, while it reads. */
  get arrivals(): Arrivals {
    return this.#admission;
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
    const rest = [...this.#queue.chunks(), ...this.#flights.chunks()];
    for (const { request } of rest) this.#ledger.shed(request, 'draining', draining());
    this.#checkIdle();
  }

  /** Fails everything of which nothing has been sent. */
  refuseWaiting(): void {
    const waiting = [...this.#queue.chunks()];
    for (const { request } of waiting) if (request.flights.length === 0) this.#ledger.shed(request, 'draining', draining());
    this.#checkIdle();
  }

  snapshot(): HeartSnapshot {
    const { known, baseMs, perCostMs, band, paddingCosts } = this.#outlook.latency;
    const now = this.#ports.clock.now();
    return {
      queuedItems: this.#queue.items,
      queuedBytes: this.#queue.bytes,
      queueBounds: this.#options.queue,
      inFlight: this.#flights.size,
      inFlightLimit: this.#outlook.limit,
      breaker: this.#health.breaker(now),
      batchSizeCap: this.#caps.lowestItems(now),
      concurrency: this.#outlook.concurrency,
      latency: known ? { baseMs, perCostMs, band, paddingCosts } : undefined,
    };
  }

  #flightsPorts(): FlightsPorts<P, R> {
    const budget = new RetryBudget();
    const parts = { queue: this.#queue, ledger: this.#ledger, caps: this.#caps, budget, clock: this.#ports.clock };
    return {
      ...parts,
      perform: this.#ports.perform,
      onFault: this.#ports.onFault,
      outlook: this.#outlook,
      returns: this.#returns,
      health: this.#health,
      aftermath: new Aftermath({ ...parts, maxAttempts: this.#options.retry.maxAttempts }),
      landed: () => this.#schedulePump(),
    };
  }

  #refusal(submission: Submission<P>, now: number): { reason: ShedReason; error: TidegateError } | undefined {
    if (this.#mode === 'draining') return { reason: 'draining', error: draining() };
    if (submission.credit !== undefined) return undefined;
    const down = this.#health.turnsAway(now);
    if (down !== undefined) return { reason: 'breaker', error: down };
    const throttled = this.#health.throttlesUntil(submission.expiresAt, now);
    if (throttled !== undefined) return { reason: 'deadline', error: throttled };
    const late = this.#wouldBeLate(submission, now);
    if (late !== undefined) return late;
    if (this.#admission.hasRoom(submission)) return undefined;
    // What is about to leave in this turn leaves now, rather than fill the queue for those behind it.
    if (this.#pumpDue) this.#pump();
    if (this.#admission.hasRoom(submission) || this.#admission.makeRoom(submission, now)) return undefined;
    return { reason: 'full', error: this.#admission.full() };
  }

  /** Refuses who could not be answered by his deadline. Never on an idle endpoint: else nothing would be learned any more. */
  #wouldBeLate(submission: Submission<P>, now: number): { reason: ShedReason; error: TidegateError } | undefined {
    const { deadline, key } = submission;
    if (deadline === Number.POSITIVE_INFINITY || !this.#outlook.knows(key, now)) return undefined;
    if (this.#queue.items === 0 && this.#flights.size === 0) return undefined;
    const answersAt = this.#outlook.answersAt(submission, now);
    if (answersAt <= deadline) return undefined;
    const time = { neededMs: answersAt - now, haveMs: Math.max(0, deadline - now) };
    return { reason: 'deadline', error: late(Math.max(1, answersAt - deadline), time) };
  }

  #enqueue(request: Request<P, R>, now: number): void {
    const { key, maxCompany, maxWaitMs } = request.submission;
    const holdBy = now + Math.min(maxWaitMs, this.#policy.longestHoldMs);
    const traits = { maxCompany, order: this.#order, holdBy };
    this.#order += 1;
    for (const chunk of cut(request, this.#capsOf(key), traits)) this.#queue.insert(chunk, now);
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
    this.#expire(now);
    let decision = this.#decide(now);
    while (decision.kind !== 'wait') {
      if (decision.kind === 'send') this.#flights.send(decision, now, this.#roomSince ?? now);
      else this.#drop(decision.chunks, now);
      decision = this.#decide(now);
    }
    this.#wakeAt(Math.min(decision.until, this.#queue.earliestExpiry));
    this.#checkIdle();
  }

  #decide(now: number): Decision<P, R> {
    const call = this.#health.mayCall(now);
    if (call.kind !== 'yes') this.#roomSince = undefined;
    if (call.kind === 'wait') return call;
    if (call.kind === 'probe') return chooseProbe(this.#queue);
    if (this.#queue.items === 0) return { kind: 'wait', until: Number.POSITIVE_INFINITY };
    const { overdueAt } = this.#flights;
    const decision = decide(this.#situation(now >= overdueAt, now), now);
    if (decision.kind !== 'wait' || now >= overdueAt) return decision;
    return { kind: 'wait', until: Math.min(decision.until, overdueAt) };
  }

  #situation(overdue: boolean, now: number): Situation<P, R> {
    const found = this.#outlook.room(!overdue && this.#mode === 'open', now);
    const room = found === 'ahead' && overdue ? 'any' : found;
    this.#roomSince = room === 'any' ? (this.#roomSince ?? now) : undefined;
    return {
      queue: this.#queue,
      room,
      pipelines: this.#outlook.pipelines,
      readyAt: this.#outlook.readyAt(now),
      aheadAt: this.#outlook.aheadAt(now),
      capsOf: this.#capsOf,
      holdBack: this.#policy.holdBack,
      draining: this.#mode === 'draining',
      share: (key) => (this.#policy.holdBack.spreads && this.#outlook.sure ? this.#outlook.share(key, now) : ALL),
      padding: this.#outlook.padding,
      times: (key) => this.#outlook.times(key, now),
      paceUntil: (batch, key) => this.#outlook.paceUntil(batch, key, now),
      sendBy: (batch) => this.#outlook.sendBy(batch),
    };
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

  #drop(chunks: readonly Chunk<P, R>[], now: number): void {
    const retryAfterMs = this.#outlook.backlogMs();
    for (const { request } of chunks) {
      const haveMs = Math.max(0, request.submission.deadline - now);
      // Who could be answered in time by himself makes way for more others: there is no saying when his turn would be.
      const neededMs = retryAfterMs > haveMs ? retryAfterMs : undefined;
      request.story = { ...request.story, queueMs: now - request.submittedAt };
      this.#ledger.shed(request, 'deadline', late(retryAfterMs, { neededMs, haveMs }));
    }
  }

  #expire(now: number): void {
    for (const chunk of this.#queue.expired(now)) {
      const { request } = chunk;
      if (request.settled) continue;
      request.story = { ...request.story, queueMs: now - request.submittedAt };
      this.#ledger.emit({ type: 'expired', wasSent: request.story.calls > 0 });
      this.#ledger.fail(request, deadlinePassed(request.story.trouble, this.#health.breaker(now)));
    }
  }

  #checkIdle(): void {
    if (this.#idle === undefined || this.#flights.size > 0 || this.#queue.items > 0) return;
    this.#idle();
    this.#idle = undefined;
  }
}
