import { type Deviations, holdTo } from './deviations.ts';
import { leaseRaceClauses } from './lease-race-clauses.ts';
import type { OpenLeases } from './lease-world.ts';
import { leaseWriteClauses } from './lease-write-clauses.ts';

/** What the stream door relies on in a LeaseStore, whoever implements it. */
export function leaseContract(who: string, open: OpenLeases, deviations?: Deviations): void {
  holdTo(who, [...leaseWriteClauses(open), ...leaseRaceClauses(open)], deviations);
}
