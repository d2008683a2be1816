import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Checkpoint, Lease, NewLease } from '../lease-port.ts';

export type Row = Readonly<Record<string, AttributeValue>>;

/** The names of KCL's own attributes (`DynamoDBLeaseSerializer`), and one of ours, which KCL leaves alone. */
export const ATTRIBUTE = {
  key: 'leaseKey',
  owner: 'leaseOwner',
  counter: 'leaseCounter',
  switches: 'ownerSwitchesSinceCheckpoint',
  checkpoint: 'checkpoint',
  subSequence: 'checkpointSubSequenceNumber',
  parents: 'parentShardId',
  children: 'childShardIds',
  startingHashKey: 'startingHashKey',
  endingHashKey: 'endingHashKey',
  entityType: 'entityType',
  checkpointOwner: 'checkpointOwner',
  pending: 'pendingCheckpoint',
  pendingSubSequence: 'pendingCheckpointSubSequenceNumber',
  pendingState: 'pendingCheckpointState',
  latestSince: 'tidegateLatestSinceMs',
} as const;

const SENTINELS = ['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP', 'SHARD_END'] as const;

/** The row that KCL would create: nobody's, and without empty sets, which DynamoDB refuses. */
export function newRow({ key, checkpoint, parents, startingHashKey, endingHashKey, latestSinceMs }: NewLease): Row {
  return {
    [ATTRIBUTE.key]: { S: key },
    [ATTRIBUTE.counter]: { N: '0' },
    [ATTRIBUTE.switches]: { N: '0' },
    ...checkpointAttributes(checkpoint),
    ...(parents.length > 0 && { [ATTRIBUTE.parents]: { SS: [...parents] } }),
    ...(startingHashKey !== undefined && { [ATTRIBUTE.startingHashKey]: { S: startingHashKey } }),
    ...(endingHashKey !== undefined && { [ATTRIBUTE.endingHashKey]: { S: endingHashKey } }),
    [ATTRIBUTE.entityType]: { S: 'LEASE' },
    ...(latestSinceMs !== undefined && { [ATTRIBUTE.latestSince]: { N: String(Math.floor(latestSinceMs)) } }),
  };
}

export function checkpointAttributes(checkpoint: Checkpoint): Row {
  const isRecord = checkpoint.kind === 'record';
  return {
    [ATTRIBUTE.checkpoint]: { S: isRecord ? checkpoint.sequenceNumber : checkpoint.kind },
    [ATTRIBUTE.subSequence]: { N: String(isRecord ? checkpoint.subSequenceNumber : 0) },
  };
}

/** Undefined for a row that is no lease of a single stream: KCL 3.5 keeps others in the same table, and leases of several streams have keys of another form. */
export function leaseOf(row: Row): Lease | undefined {
  const [key, counter, checkpoint] = [row[ATTRIBUTE.key]?.S, row[ATTRIBUTE.counter]?.N, checkpointOf(row)];
  const entity = row[ATTRIBUTE.entityType]?.S ?? 'LEASE';
  if (entity !== 'LEASE' || key === undefined || key.includes(':') || counter === undefined || checkpoint === undefined)
    return undefined;
  return {
    key,
    owner: row[ATTRIBUTE.owner]?.S,
    checkpointOwner: row[ATTRIBUTE.checkpointOwner]?.S,
    counter: Number(counter),
    checkpoint,
    ownerSwitches: Number(row[ATTRIBUTE.switches]?.N ?? 0),
    parents: row[ATTRIBUTE.parents]?.SS ?? [],
    children: row[ATTRIBUTE.children]?.SS ?? [],
    startingHashKey: row[ATTRIBUTE.startingHashKey]?.S,
    endingHashKey: row[ATTRIBUTE.endingHashKey]?.S,
    latestSinceMs: numberOf(row[ATTRIBUTE.latestSince]),
  };
}

function checkpointOf(row: Row): Checkpoint | undefined {
  const text = row[ATTRIBUTE.checkpoint]?.S;
  const sentinel = SENTINELS.find((kind) => kind === text);
  if (sentinel !== undefined) return { kind: sentinel };
  if (text === undefined || !/^\d+$/.test(text)) return undefined;
  return { kind: 'record', sequenceNumber: text, subSequenceNumber: numberOf(row[ATTRIBUTE.subSequence]) ?? 0 };
}

function numberOf(value: AttributeValue | undefined): number | undefined {
  return value?.N === undefined ? undefined : Number(value.N);
}
