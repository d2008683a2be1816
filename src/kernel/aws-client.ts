import { NodeHttpHandler } from '@smithy/node-http-handler';
import { skewRetry } from './skew-retry.ts';

export interface AwsClientOptions {
  /** By the SDK's own chain when absent. */
  readonly region?: string;
  /** Where to call instead of the region's own address. @default `AWS_ENDPOINT_URL_<SERVICE>`, or AWS_ENDPOINT_URL, if set */
  readonly endpointUrl?: string;
  /** How long a call may take until its answer begins, and how long its body may pause, in milliseconds. @default 10 000 */
  readonly requestTimeoutMs?: number;
}

const REQUEST_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * How clients of the AWS SDK are made here: they call once (but for a wrong clock), for whoever calls knows better when to call
 * again, and keep their connections. (The SDK's own handler for Kinesis speaks HTTP/2 and opens a session for every request: aws-sdk-js-v3 #8279.)
 */
export function awsClientConfig({ region, endpointUrl, requestTimeoutMs = REQUEST_TIMEOUT_MS }: AwsClientOptions) {
  const agent = { keepAlive: true, maxSockets: Number.POSITIVE_INFINITY };
  return {
    retryStrategy: skewRetry,
    ...(region !== undefined && { region }),
    ...(endpointUrl !== undefined && { endpoint: endpointUrl, useFipsEndpoint: false, useDualstackEndpoint: false }),
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
      socketTimeout: requestTimeoutMs,
      httpAgent: agent,
      httpsAgent: agent,
    }),
  };
}
