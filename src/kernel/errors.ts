/** What an SDK names the error; the values are those of the SageMaker Runtime API and the errors that all AWS services have in common. */
export type ErrorType =
  | 'ValidationError'
  | 'ModelError'
  | 'ServiceUnavailable'
  | 'InternalFailure'
  | 'MissingAuthenticationTokenException'
  | 'IncompleteSignatureException'
  | 'UnrecognizedClientException'
  | 'InvalidSignatureException'
  | 'AccessDeniedException';

interface ErrorRow {
  readonly status: number;
  readonly type: ErrorType;
  /** Whether the same request may succeed when it is sent again unchanged. */
  readonly retryable: boolean;
  /** One line for docs/errors.md. */
  readonly when: string;
}

/** The one table of everything a caller can be told. docs/errors.md is generated from it. */
export const ERRORS = {
  INVALID_JSON: row(400, 'ValidationError', false, 'a body declared JSON is not JSON'),
  INVALID_SHAPE: row(400, 'ValidationError', false, 'JSON of a shape that the contract is known to refuse'),
  INVALID_HEADER: row(400, 'ValidationError', false, 'an x-tidegate-* header has a value outside its bounds'),
  CONFIG_REFUSED: row(400, 'ValidationError', false, 'the config that was to be reloaded cannot be used; the one in force stays'),
  UNKNOWN_ENDPOINT: row(400, 'ValidationError', false, 'no endpoint of that name is configured'),
  LOOP_DETECTED: row(400, 'ValidationError', false, 'the request has already passed through this gateway'),
  MALFORMED_REQUEST: row(400, 'ValidationError', false, 'the bytes on the connection are not HTTP'),
  UNAUTHENTICATED: row(401, 'MissingAuthenticationTokenException', false, 'the route needs credentials, and none were sent'),
  MALFORMED_AUTHORIZATION: row(
    401,
    'IncompleteSignatureException',
    false,
    'the authorization header is neither a bearer token nor a complete signature (AWS Signature Version 4)',
  ),
  INVALID_TOKEN: row(401, 'UnrecognizedClientException', false, 'the bearer token is none of those configured'),
  UNKNOWN_ACCESS_KEY: row(
    403,
    'UnrecognizedClientException',
    false,
    'the access key id, or the session token with it, is none of those configured',
  ),
  INVALID_SIGNATURE: row(
    403,
    'InvalidSignatureException',
    false,
    'the signature is not that of this request, or does not cover all that it must',
  ),
  SIGNATURE_EXPIRED: row(
    403,
    'InvalidSignatureException',
    false,
    'the date of the signature is further from now than auth.sigv4.maxSkewSeconds',
  ),
  FORBIDDEN_ENDPOINT: row(403, 'AccessDeniedException', false, 'the credentials are good, but not for this endpoint'),
  FORBIDDEN_ROUTE: row(403, 'AccessDeniedException', false, 'the credentials are good, but not for the routes of operators'),
  CLIENT_CERTIFICATE_REFUSED: row(
    403,
    'AccessDeniedException',
    false,
    'the client certificate is missing, expired, or not of the configured authority; the connection is closed',
  ),
  ROUTE_NOT_FOUND: row(404, 'ValidationError', false, 'no such route'),
  METHOD_NOT_ALLOWED: row(405, 'ValidationError', false, 'the route exists, not with this method'),
  CLIENT_TOO_SLOW: row(408, 'ValidationError', true, 'the request did not arrive in time'),
  BODY_TOO_LARGE: row(413, 'ValidationError', false, 'the body is larger than server.bodyLimitBytes'),
  INVALID_CONTENT_TYPE: row(415, 'ValidationError', false, 'the content-type header is not a media type'),
  HEADERS_TOO_LARGE: row(431, 'ValidationError', false, 'the request headers are too large'),
  MODEL_REFUSED: row(424, 'ModelError', false, 'the model refused this item'),
  MODEL_FAILED: row(424, 'ModelError', true, 'the model failed, after the allowed retries'),
  MODEL_TIMEOUT: row(424, 'ModelError', true, 'the model did not answer within upstream.timeoutMs'),
  REPLY_MISMATCH: row(424, 'ModelError', false, 'the reply of the model is not one result for each item'),
  ENDPOINT_REFUSED: row(
    424,
    'ModelError',
    false,
    'the endpoint refuses every call: address, method, credentials or content type',
  ),
  INTERNAL_FAILURE: row(500, 'InternalFailure', true, 'a fault of the gateway'),
  QUEUE_FULL: row(503, 'ServiceUnavailable', true, 'the queue of the endpoint is full, in items or in bytes'),
  BUFFER_FULL: row(503, 'ServiceUnavailable', true, 'the bodies that arrive, wait or are under way fill server.maxBufferedBytes'),
  DRAINING: row(503, 'ServiceUnavailable', true, 'the gateway is stopping'),
  BREAKER_OPEN: row(
    503,
    'ServiceUnavailable',
    true,
    'the endpoint is down, or rejects every call; one request after another finds out whether that has changed',
  ),
  UPSTREAM_UNREACHABLE: row(503, 'ServiceUnavailable', true, 'the endpoint cannot be reached'),
  UPSTREAM_THROTTLED: row(503, 'ServiceUnavailable', true, 'the endpoint has no room for the call, and will not have it in time'),
  WOULD_MISS_DEADLINE: row(
    503,
    'ServiceUnavailable',
    true,
    'the answer would come after the deadline, given what waits and how long calls take; said on arrival, or when a batch is made',
  ),
  DEADLINE_PASSED: row(504, 'ServiceUnavailable', true, 'the deadline passed while the request was waiting'),
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERRORS;

function row(status: number, type: ErrorType, retryable: boolean, when: string): ErrorRow {
  return { status, type, retryable, when };
}

/** What the model or its endpoint said, passed on to the caller untouched. */
export interface OriginalError {
  /** The model's HTTP status; 0 when it did not answer. */
  readonly statusCode: number;
  /** The model's body, as text. */
  readonly message: string;
  /** CloudWatch log stream, where the upstream named one. */
  readonly logStreamArn?: string;
}

/** What an answer would have taken, as far as could be told, and what was left; both in milliseconds from the refusal. */
export interface TimeShort {
  readonly neededMs: number | undefined;
  readonly haveMs: number;
}

/** Places in the request, from 0; the last is one of them. */
export interface ItemRange {
  readonly first: number;
  readonly last: number;
}

export interface TidegateErrorOptions {
  readonly cause?: unknown;
  readonly original?: OriginalError;
  /** When trying again makes sense, from now, in milliseconds. */
  readonly retryAfterMs?: number;
  /** Of a refusal for want of time. */
  readonly time?: TimeShort;
  /** Of a request that was sent in parts: the items of the part that it is about. */
  readonly items?: ItemRange;
  /** An error that an AWS service named itself is passed on under its own type and status. */
  readonly passedOn?: { readonly type: string; readonly status: number };
}

/** An error with a stable code of the table; every failure that leaves the gateway is one. */
export class TidegateError extends Error {
  override readonly name = 'TidegateError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly type: string;
  readonly original: OriginalError | undefined;
  readonly retryAfterMs: number | undefined;
  readonly time: TimeShort | undefined;
  readonly items: ItemRange | undefined;

  constructor(code: ErrorCode, message: string, options: TidegateErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = options.passedOn?.status ?? ERRORS[code].status;
    this.type = options.passedOn?.type ?? ERRORS[code].type;
    this.original = options.original;
    this.retryAfterMs = options.retryAfterMs;
    this.time = options.time;
    this.items = options.items;
  }

  /** The same of some items of a request alone. */
  about(items: ItemRange): TidegateError {
    const { code, message, cause, original, retryAfterMs, time, type, status } = this;
    return new TidegateError(code, message, {
      items,
      passedOn: { type, status },
      ...(cause === undefined ? {} : { cause }),
      ...(original === undefined ? {} : { original }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(time === undefined ? {} : { time }),
    });
  }
}

/** Anything thrown, as an error of the table. */
export function asTidegateError(thrown: unknown): TidegateError {
  if (thrown instanceof TidegateError) return thrown;
  return new TidegateError('INTERNAL_FAILURE', 'An internal failure occurred.', { cause: thrown });
}
