import { KinesisClient } from '@aws-sdk/client-kinesis';
import { type AwsClientOptions, awsClientConfig } from '../../kernel/aws-client.ts';

export type KinesisClientOptions = AwsClientOptions;

export function createKinesisClient(options: KinesisClientOptions): KinesisClient {
  const client = new KinesisClient(awsClientConfig(options));
  // It copies every reply, record by record, for a log that is not kept.
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
