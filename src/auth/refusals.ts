import { type ErrorCode, TidegateError } from '../kernel/errors.ts';
import type { RefusalReason } from './events.ts';

/** What the caller is told. Never what was sent, nor what would have been right. */
const TOLD: Readonly<Record<Exclude<RefusalReason, `certificate${string}`>, readonly [ErrorCode, string]>> = {
  missing: ['UNAUTHENTICATED', 'Missing Authentication Token: the request needs an authorization header.'],
  malformed: [
    'MALFORMED_AUTHORIZATION',
    'The authorization header is neither a bearer token nor a complete AWS4-HMAC-SHA256 signature.',
  ],
  token: ['INVALID_TOKEN', 'The bearer token included in the request is invalid.'],
  'access-key': ['UNKNOWN_ACCESS_KEY', 'The security token included in the request is invalid.'],
  'session-token': ['UNKNOWN_ACCESS_KEY', 'The security token included in the request is invalid.'],
  signature: [
    'INVALID_SIGNATURE',
    'The request signature we calculated does not match the signature you provided. Check your secret access key and signing method.',
  ],
  'not-signed': [
    'INVALID_SIGNATURE',
    'The signature must cover host, content-type and every x-amz-* and x-amzn-sagemaker-* header that is sent.',
  ],
  payload: ['INVALID_SIGNATURE', 'The body is not the one that was signed, or was not signed at all.'],
  expired: ['SIGNATURE_EXPIRED', 'Signature expired: the date of the request is too far from the time of the gateway.'],
  endpoint: ['FORBIDDEN_ENDPOINT', 'These credentials are not allowed to invoke this endpoint.'],
  route: ['FORBIDDEN_ROUTE', 'These credentials are not those of an operator.'],
};

export function refusal(reason: keyof typeof TOLD): TidegateError {
  return new TidegateError(...TOLD[reason]);
}
