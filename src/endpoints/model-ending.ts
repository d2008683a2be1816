import type { CallEnding } from '../batching/port.ts';
import { type OriginalError, TidegateError } from '../kernel/errors.ts';

/** How a call ended, and what its callers are told if that is final. */
export interface Ending {
  readonly call: Exclude<CallEnding, 'ok'>;
  readonly error: TidegateError;
}

/** The ending that a model server's own error status means. */
export function modelEnding(original: OriginalError, attempt: number, message?: string): Ending {
  const call = statusEnding(original.statusCode, original.message !== '', attempt);
  const side = original.statusCode >= 500 || original.statusCode === 0 ? 'server' : 'client';
  const told = message ?? `Received ${side} error (${original.statusCode}) from the model with message "${original.message}".`;
  return { call, error: new TidegateError(CODES[call], told, { original }) };
}

const CODES = {
  refused: 'MODEL_REFUSED',
  rejected: 'ENDPOINT_REFUSED',
  throttled: 'UPSTREAM_THROTTLED',
  failed: 'MODEL_FAILED',
  timeout: 'MODEL_TIMEOUT',
  tooLarge: 'MODEL_REFUSED',
} as const;

/** The table of HTTP statuses; 0 is how SageMaker tells of a model that did not answer in time. */
function statusEnding(status: number, hasBody: boolean, attempt: number): keyof typeof CODES {
  if (status === 0 || status === 504) return 'timeout';
  if (status === 413) return 'tooLarge';
  if (status === 400 || status === 422 || status === 424) return 'refused';
  if (status === 429 || status === 503) return 'throttled';
  if (status < 500) return 'rejected';
  return status === 500 && hasBody && attempt > 1 ? 'refused' : 'failed';
}
