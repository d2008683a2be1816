import type { InferenceOutcome } from '../../endpoints/port.ts';
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
  readonly error?: TidegateError;
  readonly story?: InferenceOutcome['story'];
}

export type RequestListener = (event: RequestEvent) => void;
