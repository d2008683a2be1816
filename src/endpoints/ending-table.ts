import type { CallEnding } from '../batching/port.ts';
import type { ErrorCode } from '../kernel/errors.ts';
import type { Said } from './said.ts';

type By = Said['by'];

/** How one kind of answer is read. */
export interface EndingRow {
  readonly by: By;
  /** One line for docs/errors.md. */
  readonly what: string;
  readonly call: CallEnding;
  /** What its callers are told when that is final. */
  readonly code: ErrorCode;
  /** Whether the error keeps the type and status that the service gave it. */
  readonly passedOn: boolean;
  matches(said: Said): boolean;
}

/** Names that mean "no room now", whatever status they come with: real SageMaker throttles with HTTP 400. From botocore's list. */
const THROTTLES = [
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'SlowDown',
  'ModelNotReadyException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
];

/** How SageMaker says that a call is larger than its API takes: a ValidationError like any other, but for these words. */
const BODY_TOO_LONG = /'body' failed to satisfy constraint: Member must have length less than or equal to/;

/**
 * The one table of how the end of a call is read, from who said what; the first row that fits counts. docs/errors.md is generated
 * from it. What follows from each ending stands in batching/isolation/endings.ts.
 */
export const ENDING_TABLE: readonly EndingRow[] = [
  nobody('unreachable', 'no connection could be made', 'unreachable', 'UPSTREAM_UNREACHABLE'),
  nobody('broken', 'the connection broke before an answer began', 'failed', 'MODEL_FAILED'),
  nobody('unreadable', 'the answer is not HTTP, or broke off', 'unreadable', 'MODEL_FAILED'),
  nobody('tooLarge', 'the reply is larger than `upstream.maxReplyBytes`', 'replyTooLarge', 'MODEL_FAILED'),
  nobody('timeout', 'no answer within `upstream.timeoutMs`', 'timeout', 'MODEL_TIMEOUT'),
  model([0, 504], '504; 0 in a ModelError: no answer in time', 'timeout', 'MODEL_TIMEOUT'),
  model([413], '413', 'tooLarge', 'MODEL_REFUSED'),
  // 415 is how some containers, XGBoost's for one, refuse a row that they cannot read: that is about its caller alone.
  model([400, 415, 422, 424], '400, 415, 422, 424', 'refused', 'MODEL_REFUSED'),
  model([429, 503], '429, 503', 'throttled', 'UPSTREAM_THROTTLED'),
  row('model', '500 with a body', 'erred', 'MODEL_FAILED', (said) => said.status === 500 && said.original.message !== ''),
  row(
    'model',
    '408, any other 5xx, 500 without a body',
    'failed',
    'MODEL_FAILED',
    ({ status }) => status === 408 || status >= 500,
  ),
  row('model', 'anything else: 401, 403, 404, 405, a redirect, …', 'rejected', 'ENDPOINT_REFUSED', () => true),
  row('service', 'LOOP_DETECTED, of this gateway', 'rejected', 'LOOP_DETECTED', ({ code }) => code === 'LOOP_DETECTED'),
  row(
    'service',
    `${THROTTLES.map((name) => `\`${name}\``).join(', ')}, or status 429`,
    'throttled',
    'UPSTREAM_THROTTLED',
    ({ type, status }) => THROTTLES.includes(type) || status === 429,
  ),
  passedOn(
    'status 413, or a ValidationError that says so of the length of `body`',
    'tooLarge',
    'ENDPOINT_REFUSED',
    ({ status, message }) => status === 413 || BODY_TOO_LONG.test(message),
  ),
  passedOn(
    'any other 5xx: `InternalFailure`, `InternalDependencyException`, …',
    'failed',
    'MODEL_FAILED',
    ({ status }) => status >= 500,
  ),
  passedOn(
    'anything else: `ValidationError`, `AccessDeniedException`, `ExpiredTokenException`, …',
    'rejected',
    'ENDPOINT_REFUSED',
    () => true,
  ),
];

function row<B extends By>(
  by: B,
  what: string,
  call: CallEnding,
  code: ErrorCode,
  fits: (said: Extract<Said, { by: B }>) => boolean,
): EndingRow {
  const isTheirs = (said: Said): said is Extract<Said, { by: B }> => said.by === by;
  return { by, what, call, code, passedOn: false, matches: (said) => isTheirs(said) && fits(said) };
}

function nobody(kind: Extract<Said, { by: 'nobody' }>['what'], what: string, call: CallEnding, code: ErrorCode): EndingRow {
  return row('nobody', what, call, code, (said) => said.what === kind);
}

function model(statuses: readonly number[], what: string, call: CallEnding, code: ErrorCode): EndingRow {
  return row('model', what, call, code, ({ status }) => statuses.includes(status));
}

function passedOn(
  what: string,
  call: CallEnding,
  code: ErrorCode,
  fits: (said: Extract<Said, { by: 'service' }>) => boolean,
): EndingRow {
  return { ...row('service', what, call, code, fits), passedOn: true };
}
