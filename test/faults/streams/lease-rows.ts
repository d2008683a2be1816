import { type AttributeValue, type DynamoDBClient, ResourceNotFoundException, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { StoredCheckpoint } from './account.ts';

export type Row = Readonly<Record<string, AttributeValue>>;

/** What stands in a lease table; nothing where there is no table yet. */
export async function rowsOf(client: DynamoDBClient, TableName: string): Promise<readonly Row[]> {
  try {
    const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
    return Items;
  } catch (thrown) {
    if (thrown instanceof ResourceNotFoundException) return [];
    throw thrown;
  }
}

export function checkpointsOf(rows: readonly Row[]): readonly StoredCheckpoint[] {
  return rows.map((row) => ({ shardId: row['leaseKey']?.S ?? '', checkpoint: row['checkpoint']?.S ?? '' }));
}
