import { Backoff } from '../../kernel/backoff.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { StreamListener } from './events.ts';
import { LeaseStoreError } from './lease-port.ts';
import { StreamError } from './stream-port.ts';

/** Asks of services what cannot always be asked: that is told, and the same can be asked again. */
export class Asking {
  readonly #clock: Clock;
  readonly #fault: StreamListener['fault'];

  constructor(clock: Clock, fault: StreamListener['fault']) {
    this.#clock = clock;
    this.#fault = fault;
  }

  /** @returns undefined where the stream or the lease table could not be asked, which is told */
  async told<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (thrown) {
      if (thrown instanceof LeaseStoreError) this.#fault('leases', thrown.fault, thrown.message);
      else if (thrown instanceof StreamError) this.#fault('stream', thrown.fault, thrown.message);
      else throw thrown;
      return undefined;
    }
  }

  /** Asks again, at growing intervals, until there is an answer. @throws what the signal was aborted with */
  async untilAnswered(ask: () => Promise<void>, signal: AbortSignal): Promise<void> {
    const backoff = new Backoff(this.#clock);
    const isAnswered = (): Promise<true | undefined> => this.told(() => ask().then(() => true as const));
    while ((await isAnswered()) === undefined) await backoff.wait(0, signal);
  }
}
