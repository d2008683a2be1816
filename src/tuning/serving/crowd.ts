import type { Message } from '../../codecs/port.ts';
import type { Submitted } from '../../endpoints/port.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { ServedEndpoint } from '../tunable-endpoint.ts';

/** A client that was refused comes back after this. */
const PAUSE_MS = 100;

/** A request that was answered, as its client saw it. */
export interface AnsweredRequest {
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Clients that each have one request under way, and send the next one as soon as they are answered. */
export class Crowd {
  readonly #endpoint: ServedEndpoint;
  readonly #messages: readonly Message[];
  readonly #clock: Clock;
  readonly #underWay = new Set<Submitted>();
  readonly #answered: AnsweredRequest[] = [];
  #at = 0;
  #failed = 0;
  #hasLeft = false;

  constructor(endpoint: ServedEndpoint, messages: readonly Message[], clock: Clock) {
    this.#endpoint = endpoint;
    this.#messages = messages;
    this.#clock = clock;
  }

  get answered(): readonly AnsweredRequest[] {
    return this.#answered;
  }

  get failed(): number {
    return this.#failed;
  }

  come(clients: number): void {
    for (let client = 0; client < clients; client += 1) this.#ask();
  }

  /** Nobody waits any more. */
  leave(): void {
    this.#hasLeft = true;
    for (const submitted of this.#underWay) submitted.cancel();
  }

  #ask(): void {
    const message = this.#messages[this.#at % this.#messages.length];
    if (this.#hasLeft || message === undefined) return;
    this.#at += 1;
    const startedAt = this.#clock.now();
    const submitted = this.#endpoint.submit(message, ({ kind }) => {
      this.#underWay.delete(submitted);
      if (kind === 'answered') this.#isAnswered(startedAt);
      else this.#isRefused();
    });
    this.#underWay.add(submitted);
  }

  #isAnswered(startedAt: number): void {
    this.#answered.push({ startedAt, endedAt: this.#clock.now() });
    // Not from within the telling of what came of its call.
    queueMicrotask(() => this.#ask());
  }

  #isRefused(): void {
    this.#failed += 1;
    this.#clock.at(this.#clock.now() + PAUSE_MS, () => this.#ask());
  }
}
