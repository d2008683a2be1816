import type { CallerHeaders, InferenceOutcome, RequestTrace } from '../../endpoints/port.ts';
import type { TidegateError } from '../../kernel/errors.ts';

/** By which protocol a request came in. */
export type Door = 'http';

/** A request has ended. Never holds payloads or credentials. */
export interface RequestEvent {
  readonly door: Door;
  /** The endpoint's name; `unknown` when there is none of that name. */
  readonly endpoint: string;
  readonly requestId: string;
  /** HTTP status as sent; 499 when the client had left. */
  readonly status: number;
  readonly durationMs: number;
  readonly error?: TidegateError | undefined;
  readonly story?: InferenceOutcome['story'] | undefined;
}

/** A request as it was taken in. */
export interface BegunRequest {
  /** The endpoint's name; `unknown` when there is none of that name. */
  readonly endpoint: string;
  readonly requestId: string;
  readonly method: string;
  /** The path as the route has it, with the names of its parameters. */
  readonly route: string;
  /** Path and query. */
  readonly url: string;
  readonly scheme: 'http' | 'https';
  readonly headers: CallerHeaders;
  /** Monotonic time. */
  readonly arrivedAt: number;
}

/** Follows requests. */
export interface RequestTracer {
  began(request: BegunRequest): TracedRequest;
}

export interface TracedRequest extends RequestTrace {
  ended(event: RequestEvent): void;
}

/** Where a client was too slow: to send its request, or, as there was no more room, to fill what it had announced; or to read its answer. */
export type SlowStage = 'request' | 'room' | 'answer';

/** What happens to connections beside their requests. */
export interface ConnectionListener {
  /** One was closed as it came: there are too many (limit), or TLS could not be agreed on (handshake). */
  refused(why: 'limit' | 'handshake'): void;
  /** One was refused for its certificate. */
  certificate(reason: 'certificate-missing' | 'certificate-expired' | 'certificate', remote: string | undefined): void;
  tooSlow(stage: SlowStage): void;
}

export type RequestListener = (event: RequestEvent) => void;
