import type { EndpointPort, InferenceOutcome } from '../../../endpoints/port.ts';
import { Backoff } from '../../../kernel/backoff.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { TidegateError } from '../../../kernel/errors.ts';
import { unlessAborted } from '../../../kernel/unless-aborted.ts';
import type { Sink } from '../../../sinks/port.ts';
import type { Fence } from '../fence.ts';
import type { Entry } from '../records/entry.ts';
import type { Failure, RecordForm } from '../records/record-form.ts';
import type { Gate } from './gate.ts';
import { InTurn } from './in-turn.ts';
import { verdictOn } from './verdict.ts';

export interface DeliveryOptions {
  /** Whether records of one partition key are computed and stored one after the other. */
  readonly ordered: boolean;
  /** How often a record that failed is sent again, beside the first time; Infinity for as often as it takes. */
  readonly maximumRetryAttempts: number;
  /** Age beyond which a record is not computed any more, in milliseconds; Infinity for none. */
  readonly maximumAgeMs: number;
}

/** How a record ended; each is told only once what says so is durable. */
export type RecordOutcome = 'ok' | 'dead' | 'expired';

export interface DeliveryParts {
  readonly clock: Clock;
  readonly endpoint: EndpointPort;
  readonly form: RecordForm;
  readonly results: Sink;
  readonly deadLetters: Sink;
  readonly gate: Gate;
  readonly ended: (outcome: RecordOutcome, entry: Entry) => void;
  readonly retried: (entry: Entry, error: TidegateError) => void;
}

/** The way of an entry to its durable end: asked of the endpoint as often as it takes, then its result or a dead letter is stored. */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #parts: DeliveryParts;
  readonly #inTurn = new InTurn();

  constructor(options: DeliveryOptions, parts: DeliveryParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /**
   * Resolves once the entry's result or dead letter is durable. @throws what the fence throws: then it is not done
   * @param taken called when the endpoint has room for it, or it waits for another one of its key; again does nothing
   */
  async deliver(entry: Entry, fence: Fence, taken: () => void = () => {}): Promise<void> {
    const key = this.#options.ordered ? entry.partitionKey : undefined;
    const turn = key === undefined ? undefined : this.#inTurn.enter(key);
    if (turn !== undefined) {
      taken();
      await turn;
    }
    try {
      this.#parts.ended(await this.#outcomeOf(entry, fence, taken), entry);
    } finally {
      if (key !== undefined) this.#inTurn.leave(key);
    }
  }

  async #outcomeOf(entry: Entry, fence: Fence, taken: () => void): Promise<RecordOutcome> {
    const { form, gate, clock, endpoint } = this.#parts;
    const made = form.requestOf(entry);
    if ('unreadable' in made) return this.#bury(entry, fence, { code: 'INVALID_RECORD', message: made.unreadable, attempts: 0 });
    const { signal } = fence;
    let backoff: Backoff | undefined;
    for (let attempts = 1; ; ) {
      if (!gate.isOpen) await gate.turn(signal);
      if (this.#isTooOld(entry)) {
        gate.unsure();
        const message = `The record is older than ${this.#options.maximumAgeMs / 1000} s.`;
        await this.#bury(entry, fence, { code: 'RECORD_EXPIRED', message, attempts: attempts - 1 });
        return 'expired';
      }
      const credit = await endpoint.credit(made.body.length, signal);
      taken();
      const outcome = await this.#ask(made, credit, fence);
      if (outcome.kind === 'answered') {
        gate.passed();
        fence.check();
        const { headers, body } = outcome.reply;
        const data = form.resultOf(entry, { contentType: headers['content-type'], body });
        const stored = await this.#parts.results.put({ partitionKey: keyOf(entry), data });
        if (stored.kind === 'durable') return 'ok';
        return this.#bury(entry, fence, { code: 'RESULT_REFUSED', message: stored.reason, attempts });
      }
      const { error } = outcome;
      const isFinal = this.#isFinal(error, attempts);
      if (isFinal && gate.refused()) return this.#bury(entry, fence, failureOf(error, attempts));
      if (!isFinal && verdictOn(error.code) === 'failed') attempts += 1;
      this.#parts.retried(entry, error);
      backoff ??= new Backoff(clock);
      await backoff.wait(error.retryAfterMs ?? 0, signal);
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
  #ask({ headers, body }: Asked, credit: Credit, fence: Fence): Promise<InferenceOutcome> {
    const { signal } = fence;
    try {
      signal.throwIfAborted();
      fence.check();
    } catch (thrown) {
      credit.release();
      throw thrown;
    }
    const submitted = this.#parts.endpoint.submit({ headers, body, credit, timeoutMs: Number.POSITIVE_INFINITY });
    return unlessAborted(submitted.outcome, signal, () => submitted.cancel());
  }

  #isTooOld({ arrivedAt }: Entry): boolean {
    return this.#parts.clock.wallNow() - arrivedAt > this.#options.maximumAgeMs;
  }

  /** A dead letter that is itself too large leaves its data behind, for the checkpoint must not wait for what can never be. */
  async #bury(entry: Entry, fence: Fence, why: Failure): Promise<'dead'> {
    fence.check();
    const { deadLetters, form } = this.#parts;
    const partitionKey = keyOf(entry);
    const stored = await deadLetters.put({ partitionKey, data: form.deadLetterOf(entry, why) });
    if (stored.kind === 'durable') return 'dead';
    const bare = { ...entry, data: Buffer.alloc(0) };
    const message = `${why.message} (Its data is not here: ${stored.reason})`;
    await deadLetters.put({ partitionKey, data: form.deadLetterOf(bare, { ...why, message }) });
    return 'dead';
  }
}

type Credit = Awaited<ReturnType<EndpointPort['credit']>>;

interface Asked {
  readonly headers: Parameters<EndpointPort['submit']>[0]['headers'];
  readonly body: Buffer;
}

function keyOf({ partitionKey, sequenceNumber }: Entry): string {
  return partitionKey ?? sequenceNumber;
}

function failureOf(error: TidegateError, attempts: number): Failure {
  const { code, message, original } = error;
  return { code, message, attempts, ...(original === undefined ? {} : { originalStatusCode: original.statusCode }) };
}
