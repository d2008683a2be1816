import type { EndpointPort, InferenceOutcome } from '../../../../src/endpoints/port.ts';
import { TidegateError } from '../../../../src/kernel/errors.ts';
import type { SinkRecord, Stored } from '../../../../src/sinks/port.ts';
import type { HeapClock } from '../../../support/heap-clock.ts';
import type { Storing } from '../../../support/sink-of.ts';
import type { Chance } from './chance.ts';
import type { Process } from './process.ts';

/** What a result or a dead letter says of where it comes from. */
export interface Source {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly subSequenceNumber: number;
}

const HEADERS = { 'content-type': 'application/json' };

/** A service that answers in its own time, which may be long. */
class Slow {
  /** Until when it does nothing. */
  hungUntil = 0;
  readonly chance: Chance;
  readonly #clock: HeapClock;
  readonly #mostMs: number;

  constructor(clock: HeapClock, chance: Chance, mostMs: number) {
    this.#clock = clock;
    this.chance = chance;
    this.#mostMs = mostMs;
  }

  async work(): Promise<void> {
    await this.#until(this.#clock.now() + this.chance.between(1, this.#mostMs));
    if (this.#clock.now() < this.hungUntil) await this.#until(this.hungUntil);
  }

  #until(time: number): Promise<void> {
    return new Promise((resolve) => this.#clock.at(time, resolve));
  }
}

/** Answers with what it was asked, fails now and then, and refuses some for good. */
export class Model extends Slow {
  async ask(body: Buffer): Promise<InferenceOutcome> {
    await this.work();
    const story = {} as InferenceOutcome['story'];
    const code = this.chance.is(0.03) ? 'MODEL_REFUSED' : this.chance.is(0.03) ? 'MODEL_FAILED' : undefined;
    if (code !== undefined) return { kind: 'failed', error: new TidegateError(code, code), story };
    return { kind: 'answered', reply: { status: 200, headers: HEADERS, body }, story };
  }

  /** As a worker reaches it. */
  endpointOf(process: Process): EndpointPort {
    const model = process.reaching({ ask: (body: Buffer) => this.ask(body) });
    return {
      name: 'model',
      credit: (bytes) => Promise.resolve({ bytes, counted() {}, release() {} }),
      submit({ body }, settle) {
        void model.ask(body).then(settle);
        return { cancel() {} };
      },
      arrivals: { take: () => undefined, giveBack() {} },
    };
  }
}

/** A sink in which something is durable a while before its writer hears of it. */
export class SlowSink extends Slow implements Storing {
  durable: (source: Source) => void = () => {};

  async store({ data }: SinkRecord): Promise<Stored> {
    await this.work();
    this.durable(JSON.parse(data.toString()) as Source);
    await this.work();
    return { kind: 'durable' };
  }
}
