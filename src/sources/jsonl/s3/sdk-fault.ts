import { type ObjectAddress, shown } from './address.ts';
import { StoreError, type StoreFault } from './store-error.ts';

/** Names of S3's errors, and of the SDK's credential chain; what has no name is told by its status. */
const FAULTS: ReadonlyMap<string, StoreFault> = new Map([
  ...names('missing', 'NoSuchBucket', 'NoSuchKey', 'NoSuchUpload', 'NotFound'),
  ...names('changed', 'PreconditionFailed'),
  // The client has learned the right time from the refusal.
  ...names('passing', 'SlowDown', 'RequestTimeTooSkewed', 'RequestTimeout', 'OperationAborted', 'IncompleteBody', 'BadDigest'),
  ...names('passing', 'Throttling', 'ThrottlingException', 'RequestLimitExceeded'),
  ...names('denied', 'AccessDenied', 'CredentialsProviderError', 'TokenProviderError', 'ExpiredToken', 'InvalidAccessKeyId'),
  ...names('denied', 'SignatureDoesNotMatch', 'InvalidToken', 'AllAccessDisabled'),
]);

const BY_STATUS: ReadonlyMap<number, StoreFault> = new Map([
  [404, 'missing'],
  [412, 'changed'],
  [403, 'denied'],
  [408, 'passing'],
  [429, 'passing'],
]);

/** Codes of what breaks on the way there, or on the way back. */
const BROKEN = /^(E[A-Z_]+|UND_ERR_.*|TimeoutError|ERR_STREAM_PREMATURE_CLOSE)$/;

/** What the SDK throws, in the port's terms, and in one line. */
export function asStoreError(operation: string, address: ObjectAddress, thrown: unknown): StoreError {
  if (thrown instanceof StoreError) return thrown;
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return new StoreError(faultOf(error), `${shown(address)}: ${said(operation, address, error)}`, thrown);
}

/** What an answer says of where a bucket is. */
export function regionTold(thrown: unknown): string | undefined {
  const { $response } = thrown as { readonly $response?: { readonly headers?: Readonly<Record<string, string>> } };
  return $response?.headers?.['x-amz-bucket-region'];
}

function faultOf(error: Error): StoreFault {
  const status = statusOf(error);
  const byName = FAULTS.get(error.name) ?? (status === undefined ? undefined : BY_STATUS.get(status));
  if (byName !== undefined) return byName;
  if (status !== undefined && status >= 500 && status !== 501) return 'passing';
  return BROKEN.test(error.name) || BROKEN.test(codeOf(error) ?? '') ? 'passing' : 'refused';
}

function said(operation: string, { bucket }: ObjectAddress, error: Error): string {
  const { name, message } = error;
  const status = statusOf(error);
  if (name === 'NoSuchBucket') return `there is no bucket ${bucket}`;
  if (name === 'NoSuchKey') return 'there is no such object';
  if (name === 'PreconditionFailed' || status === 412) return 'the object has changed while it was read';
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') return `no AWS credentials: ${oneLine(message)}`;
  if (/region is missing/i.test(message)) return 'no AWS region: set AWS_REGION, or one in the profile';
  const told = regionTold(error);
  if (status === 301) return `the bucket is in another region${told === undefined ? '' : `, ${told}`}`;
  // The answer to HeadObject has no body that would say more.
  if (status === 403 && operation === 'HeadObject')
    return 'access denied: HeadObject needs s3:GetObject, and s3:ListBucket to be told that there is none';
  if (name === 'AccessDenied') return `access denied: ${operation}: ${oneLine(message)}`;
  return `${operation}: ${name === 'Error' ? '' : `${name}: `}${oneLine(message || codeOf(error) || `status ${status ?? 'unknown'}`)}`;
}

function statusOf(error: Error): number | undefined {
  return (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** An error of several addresses at once has a code and no message. */
function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function oneLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

function names(fault: StoreFault, ...errors: string[]): (readonly [string, StoreFault])[] {
  return errors.map((name) => [name, fault]);
}
