import type { EndpointPort, InferenceOutcome, InferenceReply } from '../../endpoints/port.ts';
import { Backoff } from '../../kernel/backoff.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { TidegateError } from '../../kernel/errors.ts';
import { unlessAborted } from '../../kernel/unless-aborted.ts';
import type { Fence } from './fence.ts';
import type { Gate } from './gate.ts';
import { verdictOn } from './verdict.ts';

export interface AskerOptions {
  /** How often a record that failed is sent again, beside the first time; Infinity for as often as it takes. */
  readonly maximumRetryAttempts: number;
}

export interface AskerParts {
  readonly clock: Clock;
  readonly endpoint: EndpointPort;
  readonly gate: Gate;
}

/** What is asked for one record. */
export interface Question {
  readonly headers: Parameters<EndpointPort['submit']>[0]['headers'];
  readonly body: Buffer;
  /** When it is too late to ask, in milliseconds since the Unix epoch; Infinity: never. */
  readonly worthlessAt: number;
}

/** What is told on the way. */
export interface AskerListener {
  /** The endpoint has room for it. Called once for each try. */
  taken(): void;
  /** It is sent again. */
  retried(error: TidegateError): void;
}

/** How asking ended, after so many tries that count: nothing more is to be tried. */
export type Final =
  | { readonly kind: 'answered'; readonly reply: InferenceReply; readonly attempts: number }
  | { readonly kind: 'failed'; readonly error: TidegateError; readonly attempts: number }
  | { readonly kind: 'expired'; readonly attempts: number };

/** Asks an endpoint for the records of a door that pulls, each as often as it takes. */
export class Asker {
  readonly #options: AskerOptions;
  readonly #parts: AskerParts;

  constructor(options: AskerOptions, parts: AskerParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** @throws what the fence throws, or one of its signals was aborted with: then nothing is known of the record */
  async ask(question: Question, fence: Fence, listener: AskerListener): Promise<Final> {
    const { gate, clock, endpoint } = this.#parts;
    const sending = fence.sending ?? fence.signal;
    let backoff: Backoff | undefined;
    for (let attempts = 1; ; ) {
      if (!gate.isOpen) await gate.turn(sending);
      if (clock.wallNow() > question.worthlessAt) {
        gate.unsure();
        return { kind: 'expired', attempts: attempts - 1 };
      }
      const credit = await endpoint.credit(question.body.length, sending);
      listener.taken();
      const outcome = await this.#submit(question, credit, fence);
      if (outcome.kind === 'answered') {
        gate.passed();
        return { kind: 'answered', reply: outcome.reply, attempts };
      }
      const { error } = outcome;
      const isFinal = this.#isFinal(error, attempts);
      if (isFinal && gate.refused()) return { kind: 'failed', error, attempts };
      if (!isFinal && verdictOn(error.code) === 'failed') attempts += 1;
      listener.retried(error);
      backoff ??= new Backoff(clock);
      await backoff.wait(error.retryAfterMs ?? 0, sending);
    }
  }

  /** Whether nothing more is to be tried with a record; tells the gate what a failure says about the endpoint. */
  #isFinal(error: TidegateError, attempts: number): boolean {
    const verdict = verdictOn(error.code);
    if (verdict === 'refused') return true;
    if (verdict === 'failed' && attempts > this.#options.maximumRetryAttempts) return true;
    if (verdict === 'stop') this.#parts.gate.stopped(error.retryAfterMs);
    else this.#parts.gate.unsure();
    return false;
  }

  /** Room may have come after a long wait, in which the right to ask has ended; then the room is given back. */
  #submit({ headers, body }: Question, credit: Credit, fence: Fence): Promise<InferenceOutcome> {
    const { signal } = fence;
    try {
      signal.throwIfAborted();
      fence.check();
    } catch (thrown) {
      credit.release();
      throw thrown;
    }
    const request = { headers, body, credit, timeoutMs: Number.POSITIVE_INFINITY };
    let cancel = (): void => {};
    const outcome = new Promise<InferenceOutcome>((resolve) => {
      const submitted = this.#parts.endpoint.submit(request, resolve);
      cancel = () => submitted.cancel();
    });
    return unlessAborted(outcome, signal, cancel);
  }
}

type Credit = Awaited<ReturnType<EndpointPort['credit']>>;
