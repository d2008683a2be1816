import { KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttp2Handler } from '@smithy/node-http-handler';
import { type AwsClientOptions, awsClientConfig } from '../../kernel/aws-client.ts';

export type KinesisClientOptions = AwsClientOptions;

export function createKinesisClient(options: KinesisClientOptions): KinesisClient {
  return withoutLog(new KinesisClient(awsClientConfig(options)));
}

/**
 * For subscriptions, which are answered over HTTP/2 alone, each on a connection of its own: one that waits to be read holds up no
 * other. There is no time-out, for whoever reads knows for how long a subscription may be still.
 */
export function createPushedClient(options: KinesisClientOptions): KinesisClient {
  const requestHandler = new NodeHttp2Handler({ disableConcurrentStreams: true });
  return withoutLog(new KinesisClient({ ...awsClientConfig(options), requestHandler }));
}

/** The middleware copies every reply, record by record, for a log that is not kept. */
function withoutLog(client: KinesisClient): KinesisClient {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
