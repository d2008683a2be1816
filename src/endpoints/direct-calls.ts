import type { CallEnding, ItemOutcome } from '../batching/port.ts';
import type { Reply } from '../codecs/port.ts';
import { CallAbort } from '../kernel/call-abort.ts';
import { asTidegateError, type TidegateError } from '../kernel/errors.ts';
import { CallHeaders } from './call-headers.ts';
import { createPerform, type PerformOptions } from './perform.ts';
import type { InferenceRequest } from './port.ts';
import { type Answer, heartItems } from './prepared.ts';
import { assembleAnswers, type TakenRequest, takeRequest } from './take.ts';

export type { TakenRequest } from './take.ts';

export interface DirectCallsOptions extends PerformOptions {
  /** Lower-case header names. */
  readonly groupBy: readonly string[];
}

/** How one call ended, and what the caller of each of its requests would be told of it. */
export interface DirectReport {
  readonly call: CallEnding;
  /** By index of the requests. */
  readonly outcomes: readonly DirectOutcome[];
  readonly retryAfterMs?: number;
}

export interface CallSize {
  readonly items: number;
  readonly bytes: number;
  readonly cost: number;
}

export type DirectOutcome =
  | { readonly kind: 'answered'; readonly reply: Reply }
  | { readonly kind: 'failed'; readonly error: TidegateError };

/** What a call for these would hold; bytes as the heart reckons them, with the call's own. */
export function sizeOf(requests: readonly TakenRequest[]): CallSize {
  const size = { items: 0, bytes: Math.max(0, ...requests.map(({ overheadBytes }) => overheadBytes)), cost: 0 };
  for (const item of requests.flatMap(({ prepared }) => heartItems(prepared))) {
    size.items += 1;
    size.bytes += item.bytes;
    size.cost += item.cost;
  }
  return size;
}

/**
 * An endpoint without its heart: whoever calls says who goes together, and nothing is sent again. Requests are taken apart,
 * joined, sent, split and put together exactly as `Endpoint` does it.
 */
export class DirectCalls {
  readonly #options: DirectCallsOptions;
  readonly #headers: CallHeaders;

  constructor(options: DirectCallsOptions) {
    this.#options = options;
    this.#headers = new CallHeaders(options.upstream, options.groupBy);
  }

  /** @throws {TidegateError} for a request that is known to be refused */
  take(request: Pick<InferenceRequest, 'headers' | 'body'>): TakenRequest {
    return takeRequest(this.#options.codec, this.#headers, request);
  }

  /** Makes exactly one call for requests of one key, or for one by itself. @throws what the upstream throws that is no failure of a call */
  async call(requests: readonly TakenRequest[]): Promise<DirectReport> {
    const items = requests.flatMap(({ prepared }) => heartItems(prepared));
    const { bytes, cost } = sizeOf(requests);
    const perform = createPerform(this.#options);
    const { outcomes: byItem, ...rest } = await perform({ items, reason: 'alone', bytes, cost }, new CallAbort());
    let at = 0;
    const outcomes = requests.map((request) => {
      const own = byItem.slice(at, at + sizeOf([request]).items);
      at += own.length;
      return this.#outcomeOf(request, own);
    });
    return { ...rest, outcomes };
  }

  #outcomeOf({ prepared }: TakenRequest, outcomes: readonly ItemOutcome<Answer>[]): DirectOutcome {
    const answers = [];
    for (const outcome of outcomes) {
      if (outcome.kind !== 'done') return { kind: 'failed', error: asTidegateError(outcome.error) };
      answers.push(outcome.result);
    }
    return { kind: 'answered', reply: assembleAnswers(this.#options.codec, prepared, answers) };
  }
}
