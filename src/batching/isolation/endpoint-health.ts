import type { Clock } from '../../kernel/clock.ts';
import { TidegateError } from '../../kernel/errors.ts';
import type { HeartListener } from '../events.ts';
import type { CallReport } from '../port.ts';
import { Breaker, type BreakerState } from './breaker.ts';
import { ENDINGS, type Health } from './endings.ts';
import { Pause } from './pause.ts';

/** So many throttled calls in a row, over a second or so, are a busy endpoint; more are one that is not there for us. */
const BUSY_IN_A_ROW = 5;

/** A call that ended, as far as it tells something about the endpoint. */
export interface Ended {
  readonly report: CallReport<unknown>;
  /** Of which opening of the breaker it was the probe. */
  readonly probe: number | undefined;
  /** Whether what goes wrong with it may be the fault of an item. */
  readonly excused: boolean;
  readonly sentAt: number;
  /** Whether it was sent while others were under way, whose number is learned. */
  readonly crowded: boolean;
}

export type MayCall = { readonly kind: 'yes' } | { readonly kind: 'probe' } | { readonly kind: 'wait'; readonly until: number };

/** Whether an endpoint may be called now: it is not while it throttles, nor while it is down, but for a probe. */
export class EndpointHealth {
  readonly #breaker = new Breaker();
  readonly #pause = new Pause();
  readonly #clock: Clock;
  readonly #emit: HeartListener;
  #downSince = 0;
  #workedAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, emit: HeartListener) {
    this.#clock = clock;
    this.#emit = emit;
  }

  breaker(now: number): BreakerState {
    return this.#breaker.state(now);
  }

  get down(): boolean {
    return !this.#breaker.closed;
  }

  /** When the latest call was sent, of those that it dealt with so far, whatever it thought of their items. */
  get workedAt(): number {
    return this.#workedAt;
  }

  /** Monotonic time before which it throttles. */
  get pausedUntil(): number {
    return this.#pause.until;
  }

  mayCall(now: number): MayCall {
    const until = Math.max(this.#pause.until, this.#breaker.probeAt);
    if (until > now) return { kind: 'wait', until };
    return this.#breaker.closed ? { kind: 'yes' } : { kind: 'probe' };
  }

  /** What a request that arrives is told instead of being let in. */
  turnsAway(now: number): TidegateError | undefined {
    return this.#breaker.turnsAway(now) ? this.refusal(now) : undefined;
  }

  /** What a request that arrives is told when the endpoint throttles for longer than it can wait. */
  throttlesUntil(expiresAt: number, now: number): TidegateError | undefined {
    if (this.#pause.until <= now || this.#pause.until < expiresAt) return undefined;
    const retryAfterMs = this.#pause.until - now;
    return new TidegateError('UPSTREAM_THROTTLED', 'The endpoint throttles for longer than there is time.', { retryAfterMs });
  }

  /** What is told to who can not wait for it to be back. */
  refusal(now: number): TidegateError {
    const why = this.#breaker.rejects ? 'rejects every call' : 'is down';
    const retryAfterMs = this.#breaker.retryAfterMs(now);
    return new TidegateError('BREAKER_OPEN', `The endpoint ${why}; it is tried from time to time whether that has changed.`, {
      retryAfterMs,
    });
  }

  /** A probe is on its way; see Breaker. */
  probing(overdueAt: number): number {
    return this.#breaker.probing(overdueAt);
  }

  /**
   * Takes in how a call ended.
   * @returns `opened`: the endpoint is down from now on. `hopeless`: it still rejects every call, and waiting does not mend that.
   */
  ended(ended: Ended, now: number): 'opened' | 'hopeless' | undefined {
    const { report, probe, excused, sentAt, crowded } = ended;
    if (report.call === 'throttled') {
      const asked = report.retryAfterMs === undefined ? {} : { askedMs: report.retryAfterMs };
      this.#pause.throttled({ sentAt, crowded, ...asked }, now, this.#clock.random());
    }
    const { health } = ENDINGS[report.call];
    if (health === 'alive') {
      this.#workedAt = Math.max(this.#workedAt, sentAt);
      this.#pause.passed();
      this.#alive(now);
    } else if (this.#isFailure(health, excused)) return this.#failed(ended, now);
    else if (health === 'busy') this.#alive(now);
    else if (probe !== undefined) this.#breaker.undecided(probe, now);
    return undefined;
  }

  #isFailure(health: Health, excused: boolean): boolean {
    if (health === 'busy') return this.#pause.inARow > BUSY_IN_A_ROW;
    return health === 'down' || (health === 'doubtful' && !excused);
  }

  #alive(now: number): void {
    if (this.#breaker.succeeded() === 'closed') {
      this.#emit({ type: 'breaker', state: 'closed', afterMs: now - this.#downSince });
    }
  }

  #failed({ report, probe }: Ended, now: number): 'opened' | 'hopeless' | undefined {
    const { call, outcomes } = report;
    const change = this.#breaker.failed({ probe, rejected: call === 'rejected' }, now, this.#clock.random());
    if (change === 'opened') {
      this.#downSince = now;
      const failed = outcomes.find((outcome) => outcome.kind === 'failed');
      this.#emit({ type: 'breaker', state: 'open', call, ...(failed === undefined ? {} : { error: failed.error }) });
      return 'opened';
    }
    return change === 'reopened' && call === 'rejected' ? 'hopeless' : undefined;
  }
}
