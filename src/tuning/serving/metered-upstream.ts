import type { Clock } from '../../kernel/clock.ts';
import { unlessAborted } from '../../kernel/unless-aborted.ts';
import type { Upstream, UpstreamCall, UpstreamReply } from '../../upstreams/port.ts';
import type { Budget } from '../budget.ts';

/** A call that was answered; what it was answered is not looked at. */
export interface AnsweredCall {
  readonly items: number;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** An upstream that sends no more than the budget has; what is beyond it waits until nobody waits for it. */
export class MeteredUpstream implements Upstream {
  readonly #upstream: Upstream;
  readonly #budget: Budget;
  readonly #clock: Clock;
  readonly #answered: AnsweredCall[] = [];
  #onChange: () => void = () => {};
  #underWay = 0;
  #items = 0;
  #isClosed = false;

  constructor(upstream: Upstream, budget: Budget, clock: Clock) {
    this.#upstream = upstream;
    this.#budget = budget;
    this.#clock = clock;
  }

  get callerHeaders(): readonly string[] {
    return this.#upstream.callerHeaders;
  }

  get aloneHeaders(): readonly string[] {
    return this.#upstream.aloneHeaders;
  }

  get answered(): readonly AnsweredCall[] {
    return this.#answered;
  }

  /** Sent, whatever became of them. */
  get items(): number {
    return this.#items;
  }

  /**
   * Resolves once so many calls are answered, or nothing more may be sent, and none is under way any more.
   * @param onCall told of each call that has ended
   */
  until(calls: number, onCall: () => void): Promise<void> {
    return new Promise((resolve) => {
      this.#onChange = () => {
        onCall();
        if (this.#answered.length >= calls) this.#isClosed = true;
        if (this.#isClosed && this.#underWay === 0) resolve();
      };
    });
  }

  /** Sends nothing from now on. */
  shut(): void {
    this.#isClosed = true;
    this.#onChange();
  }

  async invoke(call: UpstreamCall, signal: AbortSignal): Promise<UpstreamReply> {
    if (this.#isClosed || !this.#budget.take()) {
      if (!this.#isClosed) this.shut();
      return unlessAborted(new Promise<never>(() => {}), signal);
    }
    const startedAt = this.#clock.now();
    this.#underWay += 1;
    this.#items += call.itemCount;
    try {
      const reply = await this.#upstream.invoke(call, signal);
      if (reply.status < 400) this.#answered.push({ items: call.itemCount, startedAt, endedAt: this.#clock.now() });
      return reply;
    } finally {
      this.#underWay -= 1;
      this.#onChange();
    }
  }

  /** The endpoint behind it stays open for others. */
  async close(): Promise<void> {}
}
