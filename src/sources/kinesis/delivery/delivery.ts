import type { EndpointPort } from '../../../endpoints/port.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { TidegateError } from '../../../kernel/errors.ts';
import type { Sink } from '../../../sinks/port.ts';
import { Asker, type AskerOptions } from '../../pulled/asker.ts';
import type { Fence } from '../../pulled/fence.ts';
import type { Gate } from '../../pulled/gate.ts';
import type { Entry } from '../records/entry.ts';
import type { Failure, RecordForm } from '../records/record-form.ts';
import { type EntryOwner, Errand, type ErrandParts } from './errand.ts';
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
  readonly buried: (entry: Entry, why: Failure) => void;
}

/** Delivers what one right allows, until that ends. */
export type Deliver = (entry: Entry, owner: EntryOwner) => void;

/** The way of entries to their durable end: asked of the endpoint as often as it takes, then its result or a dead letter is stored. */
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

  /** What is delivered here is given up once the right has ended: then it is not done. */
  under(fence: Fence): Deliver {
    const { ordered, maximumAgeMs } = this.#options;
    const inTurn = ordered ? this.#inTurn : undefined;
    const parts: ErrandParts = { ...this.#parts, maximumAgeMs, inTurn, fence, inquiries: this.#asker.under(fence) };
    return (entry, owner) => new Errand(entry, owner, parts).enter();
  }
}
