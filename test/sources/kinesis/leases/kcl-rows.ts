import { readFileSync } from 'node:fs';
import type { Row } from './lease-tables.ts';

/** In the file, by KCL's version: rows as KCL has written them, the last one seen of each state. */
export const KCL_ROWS = new URL('kcl-rows.json', import.meta.url);

export type RowsOfStates = Readonly<Record<string, Row>>;

export function kclRows(): Readonly<Record<string, RowsOfStates>> {
  return JSON.parse(readFileSync(KCL_ROWS, 'utf8')) as Readonly<Record<string, RowsOfStates>>;
}

/** What has become of a lease: `root` or `child` of another shard, whether it is anybody's, how far it is done, `split` if that is told. */
export function stateOf(row: Row): string {
  const checkpoint = row['checkpoint']?.S ?? '';
  return [
    row['parentShardId'] === undefined ? 'root' : 'child',
    row['leaseOwner'] === undefined ? 'free' : 'owned',
    /^\d+$/.test(checkpoint) ? 'record' : checkpoint,
    ...(row['childShardIds'] === undefined ? [] : ['split']),
  ].join(' ');
}

const LAST_HASH_KEY = '340282366920938463463374607431768211455';

/** The last of each state, of shards and of the upper halves of those; what is no lease is left out. */
export function byState(rows: readonly Row[]): RowsOfStates {
  const leases = rows.filter((row) => row['checkpoint'] !== undefined && row['endingHashKey']?.S === LAST_HASH_KEY);
  return Object.fromEntries(leases.map((row) => [stateOf(row), row]));
}
