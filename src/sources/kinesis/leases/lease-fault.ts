import { LeaseStoreError } from '../lease-port.ts';
import { asStreamError } from '../sdk-fault.ts';

/** What the SDK throws of DynamoDB, in the port's terms: its errors have the same names as those of Kinesis. */
export function asLeaseStoreError(operation: string, thrown: unknown): LeaseStoreError {
  if (thrown instanceof LeaseStoreError) return thrown;
  const { fault, message } = asStreamError(operation, thrown);
  return new LeaseStoreError(fault === 'throttled' || fault === 'denied' ? fault : 'unavailable', message, thrown);
}
