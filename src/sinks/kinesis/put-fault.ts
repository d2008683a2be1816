import { PutError, type PutFault } from './put-port.ts';

/** Names of the service's errors, of its signing front door's and of the SDK's credential chain; all else may pass. */
const FAULTS: ReadonlyMap<string, PutFault> = new Map([
  ...names(
    'throttled',
    'ProvisionedThroughputExceededException',
    'LimitExceededException',
    'KMSThrottlingException',
    'ThrottlingException',
    'Throttling',
    'RequestLimitExceeded',
    'TooManyRequestsException',
  ),
  ...names(
    'invalid',
    'ValidationException',
    'InvalidArgumentException',
    'SerializationException',
    'RequestEntityTooLargeException',
  ),
  ...names(
    'denied',
    'ResourceNotFoundException',
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
    'KMSInvalidStateException',
    'KMSNotFoundException',
    'KMSOptInRequired',
    'CredentialsProviderError',
    'TokenProviderError',
  ),
]);

/** Where the name says nothing: of a proxy, or of an answer that could not be read. */
const FAULTS_BY_STATUS: ReadonlyMap<number, PutFault> = new Map([
  [401, 'denied'],
  [403, 'denied'],
  [413, 'invalid'],
  [429, 'throttled'],
]);

/** What the SDK throws for PutRecords, in the port's terms. */
export function asPutError(thrown: unknown): PutError {
  if (thrown instanceof PutError) return thrown;
  const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
  const fault = FAULTS.get(name) ?? FAULTS_BY_STATUS.get(statusOf(thrown)) ?? 'unavailable';
  return new PutError(fault, `PutRecords: ${name}: ${message || codeOf(thrown)}`, thrown);
}

function statusOf(thrown: unknown): number {
  const metadata = typeof thrown === 'object' && thrown !== null && '$metadata' in thrown ? thrown.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return 0;
  return Number(metadata.httpStatusCode);
}

/** An error of several addresses at once has a code and no message. */
function codeOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : 'no answer';
}

function names(fault: PutFault, ...errors: string[]): (readonly [string, PutFault])[] {
  return errors.map((name) => [name, fault]);
}
