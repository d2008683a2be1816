import { StreamError, type StreamFault } from './stream-port.ts';

/** Names of the service's errors, of its signing front door's and of the SDK's credential chain. */
const FAULTS: ReadonlyMap<string, StreamFault> = new Map([
  ...names(
    'throttled',
    'ProvisionedThroughputExceededException',
    'LimitExceededException',
    'ResourceInUseException',
    'KMSThrottlingException',
    'ThrottlingException',
    'Throttling',
    'RequestLimitExceeded',
    'TooManyRequestsException',
  ),
  ...names('expired', 'ExpiredIteratorException'),
  ...names('missing', 'ResourceNotFoundException'),
  ...names(
    'denied',
    'AccessDeniedException',
    'AccessDenied',
    'NotAuthorized',
    'ExpiredTokenException',
    'ExpiredToken',
    'UnrecognizedClientException',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'SignatureDoesNotMatch',
    'IncompleteSignature',
    'IncompleteSignatureException',
    'MissingAuthenticationToken',
    'MissingAuthenticationTokenException',
    'OptInRequired',
    'KMSAccessDeniedException',
    'KMSDisabledException',
    'KMSNotFoundException',
    'KMSOptInRequired',
    'CredentialsProviderError',
    'TokenProviderError',
  ),
]);

/** @throws {StreamError} what the SDK throws, in the port's terms, with the operation's name */
export async function naming<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (thrown) {
    throw asStreamError(operation, thrown);
  }
}

/** What the SDK throws, in the port's terms. */
export function asStreamError(operation: string, thrown: unknown): StreamError {
  if (thrown instanceof StreamError) return thrown;
  const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return new StreamError(FAULTS.get(name) ?? 'unavailable', `${operation}: ${name}: ${message || codeOf(thrown)}`, thrown);
}

/** An error of several addresses at once has a code and no message. */
function codeOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : 'no answer';
}

function names(fault: StreamFault, ...errors: string[]): (readonly [string, StreamFault])[] {
  return errors.map((name) => [name, fault]);
}
