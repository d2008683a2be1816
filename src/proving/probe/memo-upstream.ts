import type { Message } from '../../codecs/port.ts';
import type { CallSignal } from '../../kernel/call-abort.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Upstream, type UpstreamCall, UpstreamFailure, type UpstreamReply } from '../../upstreams/port.ts';
import { sameMessage } from './same-message.ts';

/** One call and its answer. */
export interface Exchange {
  readonly request: Message;
  readonly reply: UpstreamReply;
  readonly ms: number;
}

/** An upstream in front of another that answers from memory what it was asked before: the same bytes are never sent twice, failed or not. */
export class MemoUpstream implements Upstream {
  readonly #upstream: Upstream;
  readonly #clock: Clock;
  readonly #exchanges: Exchange[] = [];
  readonly #failures: { readonly request: Message; readonly failure: UpstreamFailure }[] = [];

  constructor(upstream: Upstream, clock: Clock) {
    this.#upstream = upstream;
    this.#clock = clock;
  }

  get callerHeaders(): readonly string[] {
    return this.#upstream.callerHeaders;
  }

  get aloneHeaders(): readonly string[] {
    return this.#upstream.aloneHeaders;
  }

  async invoke(call: UpstreamCall, signal: CallSignal): Promise<UpstreamReply> {
    const request = { headers: call.headers, body: Buffer.from(call.body) };
    const known = this.find(request);
    if (known !== undefined) return known.reply;
    const failed = this.#failures.find((each) => sameMessage(each.request, request));
    if (failed !== undefined) throw failed.failure;
    const startedAt = this.#clock.now();
    const reply = await this.#upstream.invoke(call, signal).catch((thrown: unknown) => {
      if (thrown instanceof UpstreamFailure) this.#failures.push({ request, failure: thrown });
      else if (signal.aborted)
        this.#failures.push({ request, failure: new UpstreamFailure('broken', 'it took too long', thrown) });
      throw thrown;
    });
    this.#exchanges.push({ request, reply, ms: this.#clock.now() - startedAt });
    return reply;
  }

  /** What was answered to these very bytes, if they were sent. */
  find(message: Message): Exchange | undefined {
    return this.#exchanges.find(({ request }) => sameMessage(request, message));
  }

  close(): Promise<void> {
    return this.#upstream.close();
  }
}
