import { Batcher } from '../batching/batcher.ts';
import type { HeartListener, HeartSnapshot } from '../batching/events.ts';
import type { HeartOptions } from '../batching/policy.ts';
import { type Arrivals, type Credit, NO_STORY, type Settlement, type Submission } from '../batching/port.ts';
import type { Codec } from '../codecs/port.ts';
import type { Clock } from '../kernel/clock.ts';
import { asTidegateError, TidegateError } from '../kernel/errors.ts';
import type { Upstream } from '../upstreams/port.ts';
import { CallHeaders } from './call-headers.ts';
import type { CallTracer } from './events.ts';
import { HOP_HEADER, hasPassed } from './hop.ts';
import { createPerform } from './perform.ts';
import type { CallerHeaders, EndpointPort, InferenceOutcome, InferenceRequest, Settle, Submitted } from './port.ts';
import { type Answer, heartItems, type Payload, type Prepared } from './prepared.ts';
import type { Dialect } from './said.ts';
import { assembleAnswers, takeRequest } from './take.ts';
import { withoutTraceHeaders } from './trace-headers.ts';
import { tracedPerform } from './traced-perform.ts';

export interface EndpointOptions {
  readonly name: string;
  readonly heart: HeartOptions;
  /** The deadline of a request that names none, in milliseconds from its arrival; Infinity for none. */
  readonly latencySloMs: number;
  /** The longest that a request may wait for its call. */
  readonly queueTimeoutMs: number;
  /** The longest one call may take, in milliseconds. */
  readonly callTimeoutMs: number;
  /** Lower-case header names. */
  readonly groupBy: readonly string[];
  /** Lower-case name of the header that names the tenant; all are one tenant without. */
  readonly fairBy?: string;
  readonly dialect: Dialect;
  /** Names this gateway in the hop header. */
  readonly hopId: string;
}

export interface EndpointParts {
  readonly codec: Codec;
  readonly upstream: Upstream;
  readonly clock: Clock;
  readonly listener: HeartListener;
  readonly onFault: (thrown: unknown) => void;
  /** Where somebody traces calls. */
  readonly tracer?: CallTracer | undefined;
}

/** An endpoint is a codec, an upstream and a heart behind `submit`. */
export class Endpoint implements EndpointPort {
  readonly name: string;
  readonly #options: EndpointOptions;
  readonly #parts: EndpointParts;
  readonly #headers: CallHeaders;
  #closed: Promise<void> | undefined;
  readonly #batcher: Batcher<Payload, Answer>;

  constructor(options: EndpointOptions, parts: EndpointParts) {
    this.name = options.name;
    this.#options = options;
    this.#parts = parts;
    this.#headers = new CallHeaders(
      parts.tracer === undefined ? parts.upstream : withoutTraceHeaders(parts.upstream),
      options.groupBy,
    );
    const { callTimeoutMs: timeoutMs, hopId, dialect } = options;
    const perform = createPerform({ ...parts, timeoutMs, hopId, dialect });
    this.#batcher = new Batcher(options.heart, {
      ...parts,
      perform: parts.tracer === undefined ? perform : tracedPerform(parts.tracer, perform),
    });
  }

  submit(request: InferenceRequest, settle: Settle): Submitted {
    try {
      const { prepared, submission } = this.#take(request);
      return this.#batcher.submit(submission, (settlement) => settle(this.#outcome(prepared, settlement)));
    } catch (thrown) {
      request.credit?.release();
      return settledLater(settle, { kind: 'failed', error: this.#told(thrown), story: NO_STORY });
    }
  }

  credit(bytes: number, signal: AbortSignal): Promise<Credit> {
    return this.#batcher.credit(bytes, signal);
  }

  get arrivals(): Arrivals {
    return this.#batcher.arrivals;
  }

  snapshot(): HeartSnapshot {
    return this.#batcher.snapshot();
  }

  /** Takes no more requests; resolves once all that were taken are answered. */
  drain(): Promise<void> {
    return this.#batcher.drain();
  }

  /** Fails everything of which nothing has been sent. */
  refuseWaiting(): void {
    this.#batcher.refuseWaiting();
  }

  /** Fails everything that is not answered yet. */
  refuseRest(): void {
    this.#batcher.refuseRest();
  }

  /** Once, however often it is asked for. */
  close(): Promise<void> {
    this.#closed ??= this.#parts.upstream.close();
    return this.#closed;
  }

  /** @throws {TidegateError} for a request that is known to be refused */
  #take(request: InferenceRequest): { prepared: Prepared; submission: Submission<Payload> } {
    const { prepared, key, maxCompany, overheadBytes } = takeRequest(this.#parts.codec, this.#headers, request);
    if (hasPassed(prepared.message.headers[HOP_HEADER], this.#options.hopId)) {
      throw new TidegateError(
        'LOOP_DETECTED',
        'This request has already passed through this gateway: its upstream leads back to it.',
      );
    }
    const now = this.#parts.clock.now();
    const arrivedAt = request.arrivedAt ?? now;
    const deadline = arrivedAt + (request.timeoutMs ?? this.#options.latencySloMs);
    const expiresAt = Math.min(deadline, now + this.#options.queueTimeoutMs);
    const maxWaitMs = request.maxWaitMs ?? Number.POSITIVE_INFINITY;
    const items = heartItems(prepared);
    const priority = this.#priority(request);
    const tenant = this.#tenant(request.headers);
    const { credit } = request;
    return {
      prepared,
      submission: { key, maxCompany, overheadBytes, items, deadline, expiresAt, maxWaitMs, priority, tenant, credit },
    };
  }

  /** @throws {TidegateError} INVALID_HEADER */
  #priority({ priority, credit }: InferenceRequest): number {
    const { priorityLevels } = this.#options.heart;
    if (priority === undefined) return credit === undefined ? Math.floor(priorityLevels / 2) : priorityLevels - 1;
    if (priority < priorityLevels) return priority;
    throw new TidegateError(
      'INVALID_HEADER',
      `Expected x-tidegate-priority to be at most ${priorityLevels - 1}, got ${priority}.`,
    );
  }

  #tenant(headers: CallerHeaders): string {
    const { fairBy } = this.#options;
    const value = fairBy === undefined ? undefined : headers[fairBy];
    return value === undefined ? '' : String(value);
  }

  #outcome(prepared: Prepared, settlement: Settlement<Answer>): InferenceOutcome {
    const { story } = settlement;
    if (settlement.kind === 'failed') return { kind: 'failed', error: asTidegateError(settlement.error), story };
    try {
      return { kind: 'answered', reply: assembleAnswers(this.#parts.codec, prepared, settlement.results), story };
    } catch (thrown) {
      return { kind: 'failed', error: this.#told(thrown), story };
    }
  }

  /** What a caller is told of something thrown; a fault of ours is also reported. */
  #told(thrown: unknown): TidegateError {
    if (!(thrown instanceof TidegateError)) this.#parts.onFault(thrown);
    return asTidegateError(thrown);
  }
}

/** Of a request that was not taken in. */
function settledLater(settle: Settle, outcome: InferenceOutcome): Submitted {
  let hasLeft = false;
  queueMicrotask(() => {
    if (!hasLeft) settle(outcome);
  });
  return {
    cancel() {
      hasLeft = true;
    },
  };
}
