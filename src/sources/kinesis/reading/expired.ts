import { StreamError } from '../stream-port.ts';
import type { ReaderParts } from './reader.ts';

/** Whether the stream has forgotten the shard, which it does once the last of its records is too old. */
export async function hasExpired({ stream, shardId }: Pick<ReaderParts, 'stream' | 'shardId'>): Promise<boolean> {
  try {
    const shards = await stream.shards();
    return shards.length > 0 && shards.every(({ id }) => id !== shardId);
  } catch (thrown) {
    if (thrown instanceof StreamError) return false;
    throw thrown;
  }
}
