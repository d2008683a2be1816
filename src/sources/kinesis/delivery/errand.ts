import type { InferenceReply } from '../../../endpoints/port.ts';
import type { TidegateError } from '../../../kernel/errors.ts';
import type { Depositor, Sink, Stored } from '../../../sinks/port.ts';
import type { Fence } from '../../pulled/fence.ts';
import type { Inquiries } from '../../pulled/inquiries.ts';
import type { Inquirer } from '../../pulled/question.ts';
import type { Entry } from '../records/entry.ts';
import type { Failure, RecordForm } from '../records/record-form.ts';
import type { RecordOutcome } from './delivery.ts';
import type { InTurn, Turn } from './in-turn.ts';

/** Who hands an entry in; must not throw. */
export interface EntryOwner {
  /** The endpoint has room for it, or it waits for another one of its key. May be told again. */
  taken(): void;
  /** Its result or dead letter is durable. */
  done(): void;
  /** It is not done, and nothing more is tried. */
  givenUp(thrown: unknown): void;
}

export interface ErrandParts {
  readonly form: RecordForm;
  readonly results: Sink;
  readonly deadLetters: Sink;
  readonly ended: (outcome: RecordOutcome, entry: Entry) => void;
  readonly retried: (entry: Entry, error: TidegateError) => void;
  readonly buried: (entry: Entry, why: Failure) => void;
  /** Where records of one key go one after the other. */
  readonly inTurn: InTurn | undefined;
  readonly fence: Fence;
  readonly inquiries: Inquiries;
  readonly maximumAgeMs: number;
}

/** A dead letter on its way. */
interface Burial {
  readonly why: Failure;
  readonly outcome: 'dead' | 'expired';
  /** Whether its data was left behind: it was too large with it. */
  readonly isBare: boolean;
}

/** One entry's way: it is asked, then its result is stored, or a dead letter; or it is given up, from anywhere. */
export class Errand implements Turn, Inquirer, Depositor {
  readonly #entry: Entry;
  readonly #owner: EntryOwner;
  readonly #parts: ErrandParts;
  /** How often it was asked, once there is an answer. */
  #attempts = 0;
  #burial: Burial | undefined;

  constructor(entry: Entry, owner: EntryOwner, parts: ErrandParts) {
    this.#entry = entry;
    this.#owner = owner;
    this.#parts = parts;
  }

  /** Begins, at once or when it is the turn of it. */
  enter(): void {
    const { partitionKey } = this.#entry;
    const { inTurn } = this.#parts;
    if (inTurn === undefined || partitionKey === undefined || inTurn.enter(partitionKey, this)) this.begin();
    else this.#owner.taken();
  }

  begin(): void {
    const { form, inquiries, maximumAgeMs } = this.#parts;
    try {
      const made = form.requestOf(this.#entry);
      if ('unreadable' in made) this.#bury({ code: 'INVALID_RECORD', message: made.unreadable, attempts: 0 });
      else inquiries.ask({ headers: made.headers, body: made.body, worthlessAt: this.#entry.arrivedAt + maximumAgeMs }, this);
    } catch (thrown) {
      this.givenUp(thrown);
    }
  }

  taken(): void {
    this.#owner.taken();
  }

  retried(error: TidegateError): void {
    this.#parts.retried(this.#entry, error);
  }

  answered({ headers, body }: InferenceReply, attempts: number): void {
    const { fence, form, results } = this.#parts;
    this.#attempts = attempts;
    try {
      fence.check();
      const data = form.resultOf(this.#entry, { contentType: headers['content-type'], body });
      results.put({ partitionKey: keyOf(this.#entry), data }, this);
    } catch (thrown) {
      this.givenUp(thrown);
    }
  }

  failed(error: TidegateError, attempts: number): void {
    this.#bury(failureOf(error, attempts));
  }

  expired(attempts: number): void {
    const message = `The record is older than ${this.#parts.maximumAgeMs / 1000} s.`;
    this.#bury({ code: 'RECORD_EXPIRED', message, attempts }, 'expired');
  }

  stored(stored: Stored): void {
    const burial = this.#burial;
    if (stored.kind === 'durable' || burial?.isBare === true) this.#done(burial?.outcome ?? 'ok');
    else if (burial === undefined) this.#bury({ code: 'RESULT_REFUSED', message: stored.reason, attempts: this.#attempts });
    else this.#buryBare(burial, stored.reason);
  }

  lost(error: Error): void {
    this.givenUp(error);
  }

  givenUp(thrown: unknown): void {
    this.#leave();
    this.#owner.givenUp(thrown);
  }

  #bury(why: Failure, outcome: Burial['outcome'] = 'dead'): void {
    this.#storeLetter(this.#entry, { why, outcome, isBare: false });
  }

  /** A dead letter that is itself too large leaves its data behind, for the checkpoint must not wait for what can never be. */
  #buryBare({ why, outcome }: Burial, reason: string): void {
    const message = `${why.message} (Its data is not here: ${reason})`;
    this.#storeLetter({ ...this.#entry, data: Buffer.alloc(0) }, { why: { ...why, message }, outcome, isBare: true });
  }

  #storeLetter(entry: Entry, burial: Burial): void {
    const { fence, form, deadLetters, buried } = this.#parts;
    this.#burial = burial;
    try {
      fence.check();
      if (!burial.isBare) buried(entry, burial.why);
      deadLetters.put({ partitionKey: keyOf(entry), data: form.deadLetterOf(entry, burial.why) }, this);
    } catch (thrown) {
      this.givenUp(thrown);
    }
  }

  #done(outcome: RecordOutcome): void {
    this.#parts.ended(outcome, this.#entry);
    this.#leave();
    this.#owner.done();
  }

  #leave(): void {
    const { partitionKey } = this.#entry;
    if (partitionKey !== undefined) this.#parts.inTurn?.leave(partitionKey);
  }
}

function keyOf({ partitionKey, sequenceNumber }: Entry): string {
  return partitionKey ?? sequenceNumber;
}

function failureOf(error: TidegateError, attempts: number): Failure {
  const { code, message, original } = error;
  return { code, message, attempts, ...(original === undefined ? {} : { originalStatusCode: original.statusCode }) };
}
