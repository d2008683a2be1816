import { UpstreamFailure, type UpstreamReply } from '../port.ts';
import { knownForm } from './error-type.ts';
import { asUpstreamFailure, isUnreachable } from './failure.ts';

/** What the SDK throws before a request leaves: no credentials, none of them valid, no region, no endpoint. */
interface SdkError {
  readonly name: string;
  readonly message: string;
  /** Set when a service (STS, SSO) that gives credentials answered with this error. */
  readonly status: number | undefined;
}

/** Names of the SDK's own errors of getting credentials. */
const WITHOUT_CREDENTIALS: ReadonlySet<string> = new Set(['CredentialsProviderError', 'TokenProviderError', 'ProviderError']);

/**
 * A call that the SDK could not make, as the reply that the endpoint would have given: it would refuse every other call too, so
 * this is no failure of the connection that might pass. Errors that SageMaker itself answered never come here.
 *
 * - no credentials: 403 AccessDeniedException
 * - a service that gives credentials refused: its error, under its own name and status
 * - anything else (no region, an endpoint that cannot be built): 400 ValidationError
 * @throws {UpstreamFailure} when such a service could not be reached, or SageMaker gave no answer.
 */
export function refusal(thrown: unknown): UpstreamReply {
  if (thrown instanceof UpstreamFailure) throw thrown;
  if (isUnreachable(thrown)) throw asUpstreamFailure(thrown);
  const { name, message, status } = sdkError(thrown);
  if (status !== undefined) return refusedAs(status, name, message);
  return WITHOUT_CREDENTIALS.has(name)
    ? refusedAs(403, 'AccessDeniedException', message)
    : refusedAs(400, 'ValidationError', message);
}

function refusedAs(status: number, type: string, message: string): UpstreamReply {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': knownForm(type) },
    body: Buffer.from(JSON.stringify({ Message: message })),
  };
}

function sdkError(thrown: unknown): SdkError {
  const error: Error & { $metadata?: { httpStatusCode?: number } } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { name: error.name, message: error.message, status: error.$metadata?.httpStatusCode };
}
