import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { systemClock } from '../../kernel/clock.ts';

/** The service's wall clock, from the `date` of its answers: that of this machine may be wrong by hours. */
export class ServiceTime {
  /** Milliseconds by which the service is ahead of this machine. */
  #aheadMs = 0;

  constructor(client: KinesisClient) {
    client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        this.#learn(result.response);
        return result;
      },
      { step: 'deserialize', priority: 'low' },
    );
  }

  now(): number {
    return systemClock.wallNow() + this.#aheadMs;
  }

  /** A date is in whole seconds, cut off: what is taken for the service's time is never ahead of it. */
  #learn(response: unknown): void {
    const { headers } = response as { readonly headers?: Readonly<Record<string, string>> };
    const date = Date.parse(headers?.['date'] ?? '');
    if (!Number.isNaN(date)) this.#aheadMs = date - systemClock.wallNow();
  }
}
