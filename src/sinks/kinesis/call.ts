import type { Parcel } from './lanes.ts';
import { PutError, type PutOutcome, type PutPort } from './put-port.ts';

/** What a call that was answered said. */
export interface CallReport {
  readonly stored: readonly Parcel[];
  /** Of those that were stored. */
  readonly storedBytes: number;
  readonly failed: readonly Parcel[];
  /** Why records failed, each reason once. */
  readonly complaints: readonly Complaint[];
}

export interface Complaint {
  readonly fault: 'throttled' | 'unavailable';
  readonly records: number;
  /** That of the first. */
  readonly message: string;
}

/** Makes one call. Never rejects: a call that failed as a whole is its error. */
export async function call(stream: PutPort, parcels: readonly Parcel[]): Promise<CallReport | PutError> {
  try {
    return report(parcels, await stream.putRecords(parcels.map(({ record }) => record)));
  } catch (thrown) {
    return thrown instanceof PutError ? thrown : new PutError('unavailable', String(thrown), thrown);
  }
}

function report(parcels: readonly Parcel[], outcomes: readonly PutOutcome[]): CallReport {
  const isStored = (_: Parcel, index: number): boolean => outcomes[index]?.kind === 'stored';
  const stored = parcels.filter(isStored);
  return {
    stored,
    storedBytes: stored.reduce((sum, { bytes }) => sum + bytes, 0),
    failed: parcels.filter((parcel, index) => !isStored(parcel, index)),
    complaints: (['throttled', 'unavailable'] as const).flatMap((fault) => complaint(fault, outcomes)),
  };
}

function complaint(fault: Complaint['fault'], outcomes: readonly PutOutcome[]): Complaint[] {
  const [first, ...others] = outcomes.filter((outcome) => outcome.kind === 'failed').filter((failure) => failure.fault === fault);
  return first === undefined ? [] : [{ fault, records: 1 + others.length, message: first.message }];
}
