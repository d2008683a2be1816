import type { CallEnding, Submission } from '../port.ts';
import type { Caps } from '../queue/chunk.ts';
import type { Queue } from '../queue/queue.ts';
import type { PaddedCost } from './alike.ts';
import { Backlog } from './backlog.ts';
import { Busyness } from './busyness.ts';
import type { Times } from './feasible.ts';
import type { Fill } from './fill.ts';
import { InFlightLimit, type Room } from './in-flight-limit.ts';
import { LatencyModel } from './latency/latency-model.ts';
import type { Load } from './latency/load.ts';
import type { Returns } from './returns.ts';
import { Rival } from './rival.ts';
import { share } from './spread.ts';
import { type Observed, type Trip, Underway } from './underway.ts';

/** Nobody is refused for being late on the word of fewer calls than these. */
const SURE_AFTER_CALLS = 8;
/** How long before it is needed a call is sent ahead: so many times what the way takes, and a share of the fixed cost of a call. */
const LEAD = { times: 1.25, share: 0.1 };
const ALL = Number.POSITIVE_INFINITY;
/** What share of the time that the items themselves leave of the slots should be left over. */
const SPARED = 0.07;
/** A saving counts a little more than what it costs, which all bear together. */
const PIPELINES = 1.25;
/** The way there and back is not believed to be all of the fixed cost of a call. */
const LEAST_FIXED = 0.1;
/** What is nearer than this is not waited for. */
const SOON_MS = 0.05;
/** Keys remembered at once. */
const MOST_KEYS = 256;
/** After so long without a call one is made even if it seems to be in vain. */
const TRY_AGAIN_MS = 1000;
/** This share of what a call takes is kept in hand, as the process may have other things to do just then; */
const MARGIN = 0.1;
/** but no less than a timer may be late by. */
const TIMER_MS = 5;
/** What is to be expected of the upstream, learned from the calls made: how long they take, how many at once, and what is under way. */
export class Outlook<P, R> {
  #latency = new LatencyModel();
  #rival = new Rival();
  readonly #underway = new Underway(() => this.#latency);
  readonly #limit: InFlightLimit;
  readonly #queue: Queue<P, R>;
  readonly #returns: Returns;
  readonly #caps: Caps;
  readonly #backlog: Backlog<P, R>;
  readonly #busyness = new Busyness();
  #learned = 0;
  #sentAt = Number.NEGATIVE_INFINITY;
  /** By key; the latest last. */
  readonly #calledAt = new Map<string, number>();
  /** Whether the last call was quicker than was to be expected. */
  #quicker = false;

  constructor(options: { readonly maxInFlight: number | 'auto'; readonly caps: Caps }, queue: Queue<P, R>, returns: Returns) {
    this.#limit = new InFlightLimit(options.maxInFlight);
    this.#caps = options.caps;
    this.#queue = queue;
    this.#backlog = new Backlog(queue, options.caps);
    this.#returns = returns;
  }

  get latency(): LatencyModel {
    return this.#latency;
  }

  /** Whether enough is known to refuse somebody because of it. */
  get sure(): boolean {
    return this.#learned >= SURE_AFTER_CALLS;
  }

  /** Whether the number of calls at once falls when the endpoint throttles. */
  get learnsLimit(): boolean {
    return this.#limit.learns;
  }

  /** Calls that the upstream works on at once, as far as is known, and as far as it may. */
  get concurrency(): number {
    return this.#limit.slots;
  }

  /** The most calls at once. */
  get limit(): number {
    return this.#limit.most;
  }

  /** @param calm whether there is time for finding things out */
  room(calm: boolean, now: number): Room {
    const rest = this.#underway.rest(this.#limit.slots, now);
    return this.#limit.room({ underWay: this.#underway.size, rest, calm }, now);
  }

  /**
   * When a call should go, to be there when a slot comes free; monotonic. Rather too early than too late: nothing is lost by it but
   * those who come meanwhile.
   */
  readyAt(now: number): number {
    const startsAt = this.#underway.startsAt(this.#limit.slots, now);
    const leadMs = LEAD.times * this.#underway.overlapMs + LEAD.share * this.latency.baseMs;
    return startsAt - leadMs < now + SOON_MS ? now : startsAt - leadMs;
  }

  /** When a part batch that is sent ahead should go: on one slot at once, as the next is not far; on several just in time, as those who come meanwhile may go with it. */
  aheadAt(now: number): number {
    return this.#limit.slots > 1 ? this.readyAt(now) : now;
  }

  sent(load: Load, full: boolean, now: number): Trip {
    this.#limit.sent(this.#underway.size, full);
    this.#sentAt = now;
    this.#called(load.key, now);
    const trip = this.#underway.sent(load, this.#limit.slots, now);
    this.#busyness.now(this.#underway.size >= this.#limit.slots, now);
    return trip;
  }

  landed(trip: Trip, call: CallEnding, now: number): void {
    const observed = this.#underway.landed(trip, call === 'ok', this.#limit.slots, now);
    this.#busyness.now(this.#underway.size >= this.#limit.slots, now);
    if (call === 'throttled') this.#limit.throttled(trip.ahead, now);
    if (call !== 'ok') return;
    const { slots } = this.#limit;
    this.#limit.passed(observed);
    // A cost of 0 is not known.
    if (trip.load.cost === 0) return;
    this.#learned += 1;
    this.#quicker = observed.serviceMs < this.latency.atLeast(trip.load);
    if (!this.#givesWay(observed, now - trip.sentAt)) this.latency.observe(trip.load, observed.serviceMs);
    if (this.#limit.slots !== slots) this.#rival = new Rival();
  }

  /**
   * Whether enough is known, and lately, to refuse a request of that key for being late. An idle upstream is called even if it seems
   * to be too slow for anybody, and so is one with a free slot for a key that it was not called for lately where keys differ: else
   * that would be believed for ever.
   */
  knows(key: string, now: number): boolean {
    if (!this.sure || !this.latency.knows(key)) return false;
    if (this.#underway.size === 0) return !this.#quicker && now < this.#sentAt + TRY_AGAIN_MS;
    if (this.#underway.size >= this.#limit.slots || !this.latency.keysDiffer) return true;
    return now < (this.#calledAt.get(key) ?? Number.NEGATIVE_INFINITY) + TRY_AGAIN_MS;
  }

  #called(key: string | undefined, now: number): void {
    if (key === undefined) return;
    this.#calledAt.delete(key);
    this.#calledAt.set(key, now);
    const [oldest] = this.#calledAt.keys();
    if (this.#calledAt.size > MOST_KEYS && oldest !== undefined) this.#calledAt.delete(oldest);
  }

  /**
   * If calls look more alike as if the upstream worked on one more at once, so it does.
   * @returns whether from now on that is believed; its model has seen this call
   */
  #givesWay({ load, ahead, serviceMs, isContested }: Observed, besideMs: number): boolean {
    const { slots } = this.#limit;
    if (ahead > slots) return false;
    if (ahead === slots && isContested) this.#rival.contest({ load, besideMs, serviceMs }, this.#latency);
    this.#rival.observe(load, besideMs);
    if (!this.#rival.isBetter) return false;
    this.#limit.oneMore();
    this.#latency = this.#rival.model;
    this.#rival = new Rival();
    return true;
  }

  /** For what is sent now; undefined while nobody should be refused because of them. */
  times(key: string, now: number): Times | undefined {
    if (!this.knows(key, now)) return undefined;
    const slots = this.#limit.slots;
    const startsAt = this.#underway.startsAt(slots, now);
    const free = this.#underway.size + 1 < slots;
    const nextLanding = this.#underway.nextLanding(slots, now);
    return {
      startsAt,
      nextStartsAt: (endsAt) => (free ? startsAt : Math.max(startsAt, Math.min(endsAt, nextLanding))),
      atMost: (load) => (this.#isAtRest ? this.latency.predict(load) : this.latency.atMost(load)),
      slots,
    };
  }

  /**
   * Whether nothing is under way, and what waits is no more than a call. Then nothing is lost by a call that is more likely in time
   * than not; and where durations scatter, by chance or at the start, to keep by their upper end would mean to learn no better.
   */
  get #isAtRest(): boolean {
    return this.#underway.size === 0 && this.#queue.items <= this.#caps.items;
  }

  /** What calls cost, where they are padded to their longest item. */
  get padding(): PaddedCost | undefined {
    const { paddingCosts, baseMs, perCostMs } = this.latency;
    return paddingCosts ? { baseMs, perUnitMs: perCostMs } : undefined;
  }

  /** The most items that a call of a key should hold now, so that all slots have their share. */
  share(key: string, now: number): number {
    const { items } = this.#queue;
    const expected = this.#returns.expected(key);
    const returning = expected?.inRush === true || this.pipelines ? (expected?.items ?? 0) : 0;
    return share({
      slots: this.#limit.slots,
      calls: this.#limit.shares + (this.pipelines ? 1 : 0),
      underWay: this.#underway.size,
      items: items + returning + this.#underway.items,
      waiting: items + returning,
      nextLandingMs: this.#underway.nextLanding(this.#limit.slots, now) - now,
      callMs: this.#callMs,
      itemMs: this.#itemMs,
      busy: this.#busyness.share,
      pace: this.#limit.slots < 2 ? 0 : this.#pace,
    });
  }

  /** Until when a batch should be held so that the slots last for the traffic there is. */
  paceUntil(batch: Fill<P, R>, key: string, now: number): number {
    const { slots } = this.#limit;
    if (slots < 2 || !this.sure || this.#underway.size >= slots) return now;
    const rate = this.#returns.ratePerMs;
    const inSight = this.#queue.items + this.#underway.items + (this.#returns.expected(key)?.items ?? 0);
    const needed = Math.min(this.#caps.items, inSight / slots, this.#pace);
    const oldestAt = batch.chunks[0]?.request.submittedAt ?? now;
    return needed <= 1 || batch.items >= needed ? now : oldestAt + needed / rate;
  }

  /**
   * By when a batch must be sent so that nobody in it is late, nor those in the other lanes, which may have to wait for it;
   * monotonic.
   */
  sendBy(batch: Fill<P, R>): number {
    if (batch.deadline === ALL) return batch.expiresAt - TIMER_MS;
    const lastsMs = this.latency.atMost(batch);
    const others = ((this.#backlog.calls - 1) * lastsMs) / this.#limit.slots;
    return Math.min(batch.expiresAt, batch.deadline - lastsMs - Math.max(0, others)) - Math.max(TIMER_MS, MARGIN * lastsMs);
  }

  /** When one who comes now would be answered, as things stand. */
  answersAt(submission: Submission<P>, now: number): number {
    const { slots } = this.#limit;
    return this.#underway.startsAt(slots, now) + this.#backlog.untilAnsweredMs(submission, this.latency, slots);
  }

  /**
   * Whether a part batch sent ahead saves more than it costs: it costs a call of its own, and saves the time in which the upstream
   * would have nothing to do, the way there and back and until those come back who were answered.
   */
  get pipelines(): boolean {
    const { overlapMs } = this.#underway;
    return PIPELINES * overlapMs + this.#returns.habitMs > (this.latency.baseMs - overlapMs) / this.#limit.slots;
  }

  /**
   * How many items calls have to hold so that the slots last for the traffic there is, with a little to spare: with r items a
   * millisecond, calls of n keep r (a + b n) / n slots busy; smaller ones would take the slots from those who come after.
   */
  get #pace(): number {
    const { slots } = this.#limit;
    const rate = this.#returns.ratePerMs;
    const spare = (1 - SPARED) * (slots - rate * this.#itemMs);
    return spare > 0 ? (rate * this.#callMs) / spare : ALL;
  }

  /** How long what waits will take, as far as is known. */
  backlogMs(): number {
    return this.#backlog.workMs(this.latency, this.#limit.slots);
  }

  /** The fixed cost of a call, in time of the upstream, in milliseconds. */
  get #callMs(): number {
    const { baseMs } = this.latency;
    return Math.max(LEAST_FIXED * baseMs, baseMs - this.#underway.overlapMs);
  }

  /** What an item like those that wait adds. */
  get #itemMs(): number {
    const { items, cost } = this.#queue;
    return items === 0 ? 0 : (this.latency.perCostMs * cost) / items;
  }
}
