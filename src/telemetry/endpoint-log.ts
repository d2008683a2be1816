import type { Logger } from 'pino';
import type { HeartEvent, ShedReason } from '../batching/events.ts';
import type { CallEnding } from '../batching/port.ts';
import type { Clock } from '../kernel/clock.ts';
import { TidegateError } from '../kernel/errors.ts';
import { RateLimit } from './rate-limit.ts';

type Capped = Extract<HeartEvent, { type: 'capped' }>;

const INTERVAL_MS = 10_000;

const WARNINGS: Readonly<Partial<Record<CallEnding, string>>> = {
  refused: 'the model refused a batch; the item at fault is searched for',
  erred: 'the model answered a call with an error of its own; it is sent once more, then the item at fault is searched for',
  rejected: 'the endpoint rejects calls: look at its address, credentials and content type',
  throttled: 'the endpoint throttles; nothing is sent for a moment',
  failed: 'a call failed',
  unreachable: 'no connection to the endpoint',
  unreadable: 'an answer could not be read to its end',
  timeout: 'a call was not answered in time; the next batches are smaller for a while',
  tooLarge: 'a call was too large for the endpoint; its items are sent in smaller ones',
  replyTooLarge: 'a reply was larger than upstream.maxReplyBytes; its items are sent in smaller calls',
  mismatch: 'a reply was not one result for each item: does the codec fit this endpoint? its items are sent singly',
};

/** Codes, names and statuses, and what the network said; a model's own words may quote a payload and stay out of logs. */
export function whatWasSaid({ code, type, original, cause, time, items }: TidegateError): Readonly<Record<string, unknown>> {
  return {
    code,
    type,
    ...(original === undefined ? {} : { originalStatus: original.statusCode }),
    ...(items === undefined ? {} : { firstItem: items.first, lastItem: items.last }),
    ...(time?.neededMs === undefined ? {} : { neededMs: Math.ceil(time.neededMs) }),
    ...(time === undefined ? {} : { haveMs: Math.floor(time.haveMs) }),
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
    if (reason === 'deadline') {
      this.#warn('deadline', 'requests are refused with 503, as they would not be answered by their deadlines', {});
    }
    if (reason === 'breaker') this.#warn('breaker', 'the endpoint is down; requests are refused with 503', {});
  }

  retryDenied(reason: CallEnding): void {
    this.#warn('retry-denied', 'the retry budget is spent: calls that fail are not sent again', { reason });
  }

  capped({ of, to, call }: Capped): void {
    const singles = of === 'items' && to === 1;
    this.#warn(
      singles ? 'singles' : 'capped',
      singles
        ? 'calls for more than one item keep going wrong: requests of this kind are sent singly for a while'
        : 'large calls keep going wrong: calls of this kind are kept smaller for a while',
      { of, to, call },
    );
  }

  /** Not rate-limited: it says by itself how often it can change. */
  breakerOpened(call: CallEnding, error: Error | undefined): void {
    const said = error instanceof TidegateError ? whatWasSaid(error) : {};
    this.#logger.error(
      { event: 'breaker-open', call, ...said },
      'the endpoint is down: it is only called to see whether it is back',
    );
  }

  breakerClosed(afterMs: number): void {
    this.#logger.info({ event: 'breaker-closed', afterMs: Math.round(afterMs) }, 'the endpoint is back');
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
