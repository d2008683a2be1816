import { type Deviations, holdTo } from './deviations.ts';
import { faultClauses } from './fault-clauses.ts';
import { positionClauses } from './position-clauses.ts';
import { recordClauses } from './record-clauses.ts';
import { shardClauses } from './shard-clauses.ts';
import type { OpenWorld } from './world.ts';

/** What the stream door relies on in a StreamPort, whoever implements it. */
export function streamContract(who: string, open: OpenWorld, deviations?: Deviations): void {
  const clauses = [...recordClauses(open), ...positionClauses(open), ...shardClauses(open), ...faultClauses(open)];
  holdTo(who, clauses, deviations);
}
