import { TidegateError } from '../kernel/errors.ts';
import type { UpstreamReply } from '../upstreams/port.ts';
import { type Ending, modelEnding } from './model-ending.ts';

/** Names the error of an AWS service, or of one that speaks its protocol. */
export const AWS_ERROR_HEADER = 'x-amzn-errortype';

/** Names that mean "no room now", whatever status they come with: real SageMaker throttles with HTTP 400. */
const THROTTLES = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'ModelNotReadyException',
  'ServiceUnavailable',
]);

/** How a call ended that an AWS service answered with an error of its own. */
export function awsEnding(reply: UpstreamReply, attempt: number): Ending {
  const type = errorType(reply.headers[AWS_ERROR_HEADER] ?? '');
  const said = readError(reply.body);
  const message = said.message ?? type;
  if (type === 'ModelError') {
    const { statusCode = 0, originalMessage = '', logStreamArn } = said;
    const original = { statusCode, message: originalMessage, ...(logStreamArn === undefined ? {} : { logStreamArn }) };
    return modelEnding(original, attempt, message);
  }
  if (THROTTLES.has(type) || reply.status === 429) {
    return { call: 'throttled', error: new TidegateError('UPSTREAM_THROTTLED', `The endpoint has no room: ${message}`) };
  }
  if (said.code === 'LOOP_DETECTED') return { call: 'rejected', error: new TidegateError('LOOP_DETECTED', message) };
  const passedOn = { type, status: reply.status >= 400 && reply.status <= 599 ? reply.status : 502 };
  if (reply.status === 413) return { call: 'tooLarge', error: new TidegateError('ENDPOINT_REFUSED', message, { passedOn }) };
  if (reply.status >= 500) return { call: 'failed', error: new TidegateError('MODEL_FAILED', message, { passedOn }) };
  return { call: 'rejected', error: new TidegateError('ENDPOINT_REFUSED', message, { passedOn }) };
}

/** The bare name: before a colon or comma, after a hash; what could not be a name is not passed on. */
function errorType(header: string): string {
  const name = header.split(/[:,]/)[0]?.split('#').pop()?.trim() ?? '';
  return /^[\w.-]{1,128}$/.test(name) ? name : 'UnknownError';
}

interface AwsError {
  readonly message?: string;
  /** Of Tidegate's own errors. */
  readonly code?: string;
  readonly statusCode?: number;
  readonly originalMessage?: string;
  readonly logStreamArn?: string;
}

/** The fields that are known, of an error body that may be anything. */
export function readError(body: Uint8Array): AwsError {
  const text = Buffer.from(body).toString('utf8');
  const fields = parseObject(text);
  if (fields === undefined) return { message: text };
  const message = fields['Message'] ?? fields['message'];
  return {
    ...(typeof message === 'string' ? { message } : {}),
    ...(typeof fields['code'] === 'string' ? { code: fields['code'] } : {}),
    ...(typeof fields['OriginalStatusCode'] === 'number' ? { statusCode: fields['OriginalStatusCode'] } : {}),
    ...(typeof fields['OriginalMessage'] === 'string' ? { originalMessage: fields['OriginalMessage'] } : {}),
    ...(typeof fields['LogStreamArn'] === 'string' ? { logStreamArn: fields['LogStreamArn'] } : {}),
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
