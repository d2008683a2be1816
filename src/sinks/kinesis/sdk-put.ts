import { type KinesisClient, PutRecordsCommand, type PutRecordsResultEntry } from '@aws-sdk/client-kinesis';
import type { SinkRecord } from '../port.ts';
import { createKinesisClient, type KinesisClientOptions } from './client.ts';
import { asPutError } from './put-fault.ts';
import { PutError, type PutOutcome, type PutPort } from './put-port.ts';

export interface SdkPutOptions extends KinesisClientOptions {
  /** The stream's name, or its ARN. */
  readonly streamName: string;
}

/** A stream of Amazon Kinesis to write to, by the AWS SDK. Credentials come by the SDK's own chain. */
export function createSdkPut(options: SdkPutOptions): PutPort {
  const client = createKinesisClient(options);
  const { streamName } = options;
  const id = streamName.startsWith('arn:') ? { StreamARN: streamName } : { StreamName: streamName };
  return {
    putRecords: (records) => putRecords(client, id, records),
    close: () => client.destroy(),
  };
}

async function putRecords(
  client: KinesisClient,
  id: { readonly StreamName: string } | { readonly StreamARN: string },
  records: readonly SinkRecord[],
): Promise<readonly PutOutcome[]> {
  const entries = records.map(({ partitionKey, data }) => ({ PartitionKey: partitionKey, Data: data }));
  try {
    const { Records: results = [] } = await client.send(new PutRecordsCommand({ ...id, Records: entries }));
    // Whose outcome it is, is said by nothing but its index.
    if (results.length !== records.length) throw mismatch(records.length, results.length);
    return results.map(outcomeOf);
  } catch (thrown) {
    throw asPutError(thrown);
  }
}

/** Stored is only what has got a sequence number; the other fields may be absent, or null. */
function outcomeOf({ SequenceNumber, ErrorCode, ErrorMessage }: PutRecordsResultEntry): PutOutcome {
  if (typeof SequenceNumber === 'string' && typeof ErrorCode !== 'string') return { kind: 'stored' };
  const fault = ErrorCode === 'ProvisionedThroughputExceededException' ? 'throttled' : 'unavailable';
  return { kind: 'failed', fault, message: `${ErrorCode ?? 'no sequence number'}: ${ErrorMessage ?? ''}` };
}

function mismatch(sent: number, answered: number): PutError {
  return new PutError('unavailable', `PutRecords: ${answered} results for ${sent} records`);
}
