import type { OriginalError } from '../kernel/errors.ts';
import type { FailureKind, UpstreamFailure, UpstreamReply } from '../upstreams/port.ts';

/** Whose errors an upstream answers with: those of an AWS service, or a model server's own HTTP statuses. */
export type Dialect = 'aws' | 'http';

/** Names the error of an AWS service, or of one that speaks its protocol. */
const AWS_ERROR_HEADER = 'x-amzn-errortype';

/** What was heard of a call that was not a success: from nobody, from the service in front of the model, or from the model. */
export type Said =
  | { readonly by: 'nobody'; readonly what: FailureKind | 'timeout'; readonly message: string; readonly cause?: UpstreamFailure }
  | {
      readonly by: 'service';
      /** The bare name of the error. */
      readonly type: string;
      readonly status: number;
      readonly message: string;
      /** Of this gateway's own errors. */
      readonly code: string | undefined;
    }
  | {
      readonly by: 'model';
      /** 0 when it did not answer in time. */
      readonly status: number;
      /** Its words, or what SageMaker says of them. */
      readonly message: string;
      readonly original: OriginalError;
    };

/**
 * Reads who says what from an answer; undefined for a success. Whatever a model server writes into its errors, it can not make its
 * refusal of one item everybody's: that takes the dialect of AWS. The one exception is this gateway itself, reached by way of its
 * own upstream: LOOP_DETECTED.
 */
export function whatWasSaid({ status, headers, body }: UpstreamReply, dialect: Dialect): Said | undefined {
  if (status >= 200 && status < 300) return undefined;
  const named = headers[AWS_ERROR_HEADER];
  const text = Buffer.from(body).toString('utf8');
  const fields = named === undefined ? {} : objectIn(text);
  const isLoop = status === 400 && fields['code'] === 'LOOP_DETECTED';
  if (named === undefined || (dialect === 'http' && !isLoop)) return modelSaid({ statusCode: status, message: text });
  const type = bareName(named);
  const message = textOf(fields['Message']) ?? textOf(fields['message']) ?? (text.startsWith('{') ? type : text);
  if (type === 'ModelError') return modelSaid(originalError(fields, message), message);
  return { by: 'service', type, status, message, code: textOf(fields['code']) };
}

function modelSaid(original: OriginalError, message?: string): Said {
  const { statusCode: status } = original;
  const side = status >= 500 || status === 0 ? 'server' : 'client';
  const told = message ?? `Received ${side} error (${status}) from the model with message "${original.message}".`;
  return { by: 'model', status, message: told, original };
}

/** What the model had said, of a ModelError. Where SageMaker leaves out the status, its message or error code tell it. */
function originalError(fields: Readonly<Record<string, unknown>>, message: string): OriginalError {
  const given = fields['OriginalStatusCode'];
  const inMessage = /^Received (?:client|server) error \((\d{1,3})\)/.exec(message)?.[1];
  const byCode = fields['ErrorCode'] === 'CLIENT_ERROR_FROM_MODEL' ? 400 : 500;
  const statusCode = typeof given === 'number' ? given : inMessage === undefined ? byCode : Number(inMessage);
  const logStreamArn = textOf(fields['LogStreamArn']);
  return {
    statusCode,
    message: textOf(fields['OriginalMessage']) ?? '',
    ...(logStreamArn === undefined ? {} : { logStreamArn }),
  };
}

/** Before a colon or comma, after a hash; what could not be a name is not passed on. */
function bareName(header: string): string {
  const name = header.split(/[:,]/)[0]?.split('#').pop()?.trim() ?? '';
  return /^[\w.-]{1,128}$/.test(name) ? name : 'UnknownError';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The fields of a body that may be anything. */
function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
