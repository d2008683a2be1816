import type { EndpointPort } from '../../../endpoints/port.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { TidegateError } from '../../../kernel/errors.ts';
import type { Sink } from '../../../sinks/port.ts';
import { Asker, type AskerOptions, type Final } from '../../pulled/asker.ts';
import type { Fence } from '../../pulled/fence.ts';
import type { Gate } from '../../pulled/gate.ts';
import type { Entry } from '../records/entry.ts';
import type { Failure, RecordForm } from '../records/record-form.ts';
import { InTurn } from './in-turn.ts';

export interface DeliveryOptions extends AskerOptions {
  /** Whether records of one partition key are computed and stored one after the other. */
  readonly ordered: boolean;
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
  readonly #asker: Asker;
  readonly #inTurn = new InTurn();

  constructor(options: DeliveryOptions, parts: DeliveryParts) {
    this.#options = options;
    this.#parts = parts;
    this.#asker = new Asker(options, parts);
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
    const { form, retried } = this.#parts;
    const made = form.requestOf(entry);
    if ('unreadable' in made) return this.#bury(entry, fence, { code: 'INVALID_RECORD', message: made.unreadable, attempts: 0 });
    const { headers, body } = made;
    const question = { headers, body, worthlessAt: entry.arrivedAt + this.#options.maximumAgeMs };
    const final = await this.#asker.ask(question, fence, { taken, retried: (error) => retried(entry, error) });
    switch (final.kind) {
      case 'answered':
        return this.#store(entry, fence, final);
      case 'failed':
        return this.#bury(entry, fence, failureOf(final.error, final.attempts));
      case 'expired': {
        const message = `The record is older than ${this.#options.maximumAgeMs / 1000} s.`;
        await this.#bury(entry, fence, { code: 'RECORD_EXPIRED', message, attempts: final.attempts });
        return 'expired';
      }
    }
  }

  async #store(entry: Entry, fence: Fence, { reply, attempts }: Extract<Final, { kind: 'answered' }>): Promise<RecordOutcome> {
    fence.check();
    const { form, results } = this.#parts;
    const data = form.resultOf(entry, { contentType: reply.headers['content-type'], body: reply.body });
    const stored = await results.put({ partitionKey: keyOf(entry), data });
    if (stored.kind === 'durable') return 'ok';
    return this.#bury(entry, fence, { code: 'RESULT_REFUSED', message: stored.reason, attempts });
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

function keyOf({ partitionKey, sequenceNumber }: Entry): string {
  return partitionKey ?? sequenceNumber;
}

function failureOf(error: TidegateError, attempts: number): Failure {
  const { code, message, original } = error;
  return { code, message, attempts, ...(original === undefined ? {} : { originalStatusCode: original.statusCode }) };
}
