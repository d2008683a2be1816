/** Failed calls in a row after which an endpoint is taken to be down. */
const FAILURES = 3;
/** How long the first opening lasts, and how long one lasts at most; so recovery is noticed within that time. */
const OPEN_MS = { first: 250, most: 1000 };
/** While it has been down for no longer than this, who comes may wait for it to be back. */
const PATIENCE_MS = 10_000;

type State =
  | { readonly kind: 'closed'; readonly failures: number }
  | {
      readonly kind: 'open';
      /** When it was first opened since it was last closed. */
      readonly since: number;
      /** When the next probe may go. */
      readonly until: number;
      /** Probes that failed. */
      readonly probes: number;
      readonly probing: boolean;
      /** Number of this opening. */
      readonly opening: number;
      /** Whether the endpoint answers, and rejects every call: waiting does not mend that. */
      readonly rejects: boolean;
    };

/** As metrics and health checks see it. */
export type BreakerState = 'closed' | 'half-open' | 'open';

export type BreakerChange = 'opened' | 'reopened' | 'closed';

/**
 * Stops calling an endpoint that is down, and finds out with one waiting request at a time whether it is back. Pure: told of
 * every call that ended, asked before every call.
 *
 *     closed    --so many failures in a row-->  open
 *     open      --its time is up-->             half-open: one probe may go
 *     half-open --the probe fails-->            open, for twice as long
 *     open, half-open --any call succeeds-->    closed
 */
export class Breaker {
  #state: State = { kind: 'closed', failures: 0 };
  #openings = 0;

  state(now: number): BreakerState {
    if (this.#state.kind === 'closed') return 'closed';
    return now < this.#state.until && !this.#state.probing ? 'open' : 'half-open';
  }

  get closed(): boolean {
    return this.#state.kind === 'closed';
  }

  /** Whether it answered the last probe, and rejects every call. */
  get rejects(): boolean {
    return this.#state.kind === 'open' && this.#state.rejects;
  }

  /** When the next probe may go: in the past when it may now. Of an open breaker only. */
  get probeAt(): number {
    return this.#state.kind === 'closed' ? Number.NEGATIVE_INFINITY : this.#state.until;
  }

  /** Whether what comes now should be told to come later: the endpoint has been down for long, or rejects every call. */
  turnsAway(now: number): boolean {
    if (this.#state.kind === 'closed' || this.#state.probes === 0 || now >= this.probeAt) return false;
    return this.#state.rejects || now - this.#state.since > PATIENCE_MS;
  }

  /** Until the next probe may go, or may be expected to have told, in milliseconds. */
  retryAfterMs(now: number): number {
    return this.#state.kind === 'closed' ? 0 : Math.max(1, this.#state.until - now);
  }

  /** A probe is on its way; should it take longer than until `overdueAt`, another may go. @returns the number of the opening */
  probing(overdueAt: number): number {
    if (this.#state.kind === 'open') this.#state = { ...this.#state, probing: true, until: overdueAt };
    return this.#openings;
  }

  /** A probe ended without telling anything. */
  undecided(probe: number, now: number): void {
    if (this.#state.kind !== 'open' || this.#state.opening !== probe) return;
    this.#state = { ...this.#state, probing: false, until: now };
  }

  succeeded(): BreakerChange | undefined {
    const change = this.#state.kind === 'open' ? 'closed' : undefined;
    if (change !== undefined || !this.#clean()) this.#state = { kind: 'closed', failures: 0 };
    return change;
  }

  /** What was sent before it opened says nothing new. @param probe of which opening it was the probe */
  failed(
    { probe, rejected }: { probe: number | undefined; rejected: boolean },
    now: number,
    random: number,
  ): BreakerChange | undefined {
    const state = this.#state;
    if (state.kind === 'closed') {
      if (state.failures + 1 < FAILURES) {
        this.#state = { kind: 'closed', failures: state.failures + 1 };
        return undefined;
      }
      this.#openings += 1;
      const probes = { probes: 0, probing: false, opening: this.#openings };
      this.#state = { kind: 'open', since: now, until: now + openFor(0, random), ...probes, rejects: rejected };
      return 'opened';
    }
    if (probe !== state.opening) return undefined;
    const probes = state.probes + 1;
    this.#state = { ...state, until: now + openFor(probes, random), probes, probing: false, rejects: rejected };
    return 'reopened';
  }

  #clean(): boolean {
    return this.#state.kind === 'closed' && this.#state.failures === 0;
  }
}

/** Between half and all of a time that doubles, so that replicas do not probe in step. */
function openFor(probes: number, random: number): number {
  return Math.min(OPEN_MS.most, OPEN_MS.first * 2 ** probes) * (0.5 + 0.5 * random);
}
