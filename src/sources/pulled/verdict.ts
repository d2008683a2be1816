import type { ErrorCode } from '../../kernel/errors.ts';

/**
 * What a failure says about a record. `refused`: it will fail whenever it is sent. `failed`: it may pass when it is sent again,
 * which counts. `later`: nothing was said about it; it is sent again as often as it takes. `stop`: nor will it be of any other
 * record, until the endpoint is itself again.
 */
export type Verdict = 'refused' | 'failed' | 'later' | 'stop';

const VERDICTS: Readonly<Partial<Record<ErrorCode, Verdict>>> = {
  INVALID_JSON: 'refused',
  INVALID_SHAPE: 'refused',
  MODEL_REFUSED: 'refused',
  REPLY_MISMATCH: 'refused',
  MODEL_FAILED: 'failed',
  MODEL_TIMEOUT: 'failed',
  INTERNAL_FAILURE: 'failed',
  ENDPOINT_REFUSED: 'stop',
  BREAKER_OPEN: 'stop',
  UPSTREAM_UNREACHABLE: 'stop',
  UPSTREAM_THROTTLED: 'stop',
  DRAINING: 'stop',
};

export function verdictOn(code: ErrorCode): Verdict {
  return VERDICTS[code] ?? 'later';
}
