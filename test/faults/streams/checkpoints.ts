import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { StoredCheckpoint } from './account.ts';

/** What a lease table says; nothing where there is no table yet. */
export async function checkpointsOf(client: DynamoDBClient, TableName: string): Promise<StoredCheckpoint[]> {
  try {
    const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
    return Items.map((item) => ({ shardId: item['leaseKey']?.S ?? '', checkpoint: item['checkpoint']?.S ?? '' }));
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'ResourceNotFoundException') return [];
    throw thrown;
  }
}
