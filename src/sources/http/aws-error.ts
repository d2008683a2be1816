import type { TidegateError } from '../../kernel/errors.ts';
import type { Headers } from '../../kernel/headers.ts';

/** An error as the SageMaker Runtime API sends it: the type in a header, the rest in a JSON object. */
export interface WireError {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

export function awsError(error: TidegateError, requestId: string): WireError {
  return {
    status: error.status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-errortype': error.type,
      'x-amzn-requestid': requestId,
      ...retryHeaders(error),
      ...(error.status === 401 ? { 'www-authenticate': 'Bearer realm="tidegate"' } : {}),
    },
    body: JSON.stringify({
      Message: error.message,
      code: error.code,
      ...(error.items === undefined ? {} : { items: error.items }),
      ...originalFields(error),
    }),
  };
}

/** `retry-after` counts seconds; `x-amz-retry-after`, which the AWS SDKs read, milliseconds. */
function retryHeaders(error: TidegateError): Headers {
  if (error.status !== 503) return {};
  const ms = Math.max(1, Math.ceil(error.retryAfterMs ?? 1000));
  return { 'retry-after': String(Math.ceil(ms / 1000)), 'x-amz-retry-after': String(ms) };
}

function originalFields({ original, type }: TidegateError): Record<string, unknown> {
  if (original === undefined || type !== 'ModelError') return {};
  const client = original.statusCode >= 400 && original.statusCode < 500;
  return {
    ErrorCode: client ? 'CLIENT_ERROR_FROM_MODEL' : 'INTERNAL_FAILURE_FROM_MODEL',
    OriginalStatusCode: original.statusCode,
    OriginalMessage: original.message,
    ...(original.logStreamArn === undefined ? {} : { LogStreamArn: original.logStreamArn }),
  };
}
