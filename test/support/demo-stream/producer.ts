import { setTimeout as pause } from 'node:timers/promises';
import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import type { Account } from './account.ts';
import { POISON } from './config.ts';
import { INPUT } from './streams.ts';

const BURST_MS = 1000;
const LARGEST_BURST = 8;
const CUSTOMERS = 20;

/** One in so many is refused by the model, and one in so many is no JSON. */
const REFUSED_EVERY = 12;
const BROKEN_EVERY = 31;

interface Record {
  readonly data: string;
  readonly text: string | undefined;
}

/** A burst of records every second, of one to eight, until it is told to stop. */
export async function produce(client: KinesisClient, account: Account, signal: AbortSignal): Promise<void> {
  let next = 1;
  while (!signal.aborted) {
    const length = 1 + Math.floor(Math.random() * LARGEST_BURST);
    await put(
      client,
      account,
      Array.from({ length }, () => recordOf(next++)),
    );
    await pause(BURST_MS, undefined, { signal }).catch(() => {});
  }
}

function recordOf(id: number): Record {
  if (id % BROKEN_EVERY === 0) return { data: `ticket ${id} is no JSON`, text: undefined };
  const text = id % REFUSED_EVERY === 0 ? `ticket ${id}: ${POISON}` : `ticket ${id}: when does the tide come in?`;
  return { data: JSON.stringify({ id, text }), text };
}

async function put(client: KinesisClient, account: Account, records: readonly Record[]): Promise<void> {
  const Records = records.map(({ data }) => ({
    Data: Buffer.from(data),
    PartitionKey: `customer ${Math.floor(Math.random() * CUSTOMERS)}`,
  }));
  const reply = await client.send(new PutRecordsCommand({ StreamName: INPUT, Records }));
  for (const [index, record] of records.entries()) {
    const { ShardId: shardId, SequenceNumber: sequenceNumber } = reply.Records?.[index] ?? {};
    // What the stream did not take was not sent.
    if (shardId !== undefined && sequenceNumber !== undefined) account.sent({ shardId, sequenceNumber }, record);
  }
}
