import type { Logger } from 'pino';
import type { ShedReason } from '../batching/events.ts';
import type { CallEnding } from '../batching/port.ts';
import type { Clock } from '../kernel/clock.ts';
import { TidegateError } from '../kernel/errors.ts';
import { RateLimit } from './rate-limit.ts';

const INTERVAL_MS = 10_000;

const WARNINGS: Readonly<Partial<Record<CallEnding, string>>> = {
  refused: 'the model refused a call; its items are sent in smaller ones',
  rejected: 'the endpoint rejects calls: look at its address, credentials and content type',
  throttled: 'the endpoint throttles',
  failed: 'a call failed',
  timeout: 'a call was not answered in time',
  tooLarge: 'a call was too large for the endpoint; its items are sent in smaller ones',
  mismatch: 'a reply was not one result for each item: does the codec fit this endpoint? its items are sent singly',
};

/** Codes, names and statuses, and what the network said; a model's own words may quote a payload and stay out of logs. */
export function whatWasSaid({ code, type, original, cause }: TidegateError): Readonly<Record<string, unknown>> {
  return {
    code,
    type,
    ...(original === undefined ? {} : { originalStatus: original.statusCode }),
    ...(cause instanceof Error ? { cause: cause.message } : {}),
  };
}

/** Warns of what goes wrong at one endpoint, each kind of trouble at most once in ten seconds. */
export class EndpointLog {
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #limits = new Map<string, RateLimit>();

  constructor(logger: Logger, clock: Clock, endpoint: string) {
    this.#logger = logger.child({ endpoint });
    this.#clock = clock;
  }

  landed(call: CallEnding, items: number, error: Error | undefined): void {
    const warning = WARNINGS[call];
    // A lone request that the model refuses is its caller's affair.
    if (warning === undefined || (call === 'refused' && items === 1)) return;
    this.#warn(call, warning, { items, ...(error instanceof TidegateError ? whatWasSaid(error) : {}) });
  }

  shed(reason: ShedReason): void {
    if (reason === 'full') this.#warn('full', 'the queue is full; requests are refused with 503', {});
  }

  #warn(kind: string, message: string, fields: Readonly<Record<string, unknown>>): void {
    let limit = this.#limits.get(kind);
    if (limit === undefined) {
      limit = new RateLimit(this.#clock, 1, INTERVAL_MS);
      this.#limits.set(kind, limit);
    }
    const suppressed = limit.pass();
    if (suppressed !== undefined) this.#logger.warn({ event: kind, ...fields, suppressed }, message);
  }
}
