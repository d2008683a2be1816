import { KinesisClient } from '@aws-sdk/client-kinesis';
import { type AwsClientOptions, awsClientConfig } from '../../kernel/aws-client.ts';

export type KinesisClientOptions = AwsClientOptions;

export function createKinesisClient(options: KinesisClientOptions): KinesisClient {
  return new KinesisClient(awsClientConfig(options));
}
