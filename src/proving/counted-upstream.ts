import type { CallSignal } from '../kernel/call-abort.ts';
import type { Upstream, UpstreamCall, UpstreamReply } from '../upstreams/port.ts';

/** More calls were asked for than were announced; a fault of ours, never of the endpoint. */
export class BudgetExceeded extends Error {
  override readonly name = 'BudgetExceeded';

  constructor(budget: number) {
    super(`Expected at most ${budget} calls, as announced; one more was not sent`);
  }
}

/** An upstream that counts its calls and refuses to make more than were announced. */
export class CountedUpstream implements Upstream {
  readonly #upstream: Upstream;
  readonly #budget: number;
  #sent = 0;

  constructor(upstream: Upstream, budget = Number.POSITIVE_INFINITY) {
    this.#upstream = upstream;
    this.#budget = budget;
  }

  get callerHeaders(): readonly string[] {
    return this.#upstream.callerHeaders;
  }

  get aloneHeaders(): readonly string[] {
    return this.#upstream.aloneHeaders;
  }

  /** Calls so far, those that failed included. */
  get sent(): number {
    return this.#sent;
  }

  /** @throws {BudgetExceeded} */
  async invoke(call: UpstreamCall, signal: CallSignal): Promise<UpstreamReply> {
    if (this.#sent >= this.#budget) throw new BudgetExceeded(this.#budget);
    this.#sent += 1;
    return this.#upstream.invoke(call, signal);
  }

  close(): Promise<void> {
    return this.#upstream.close();
  }
}
