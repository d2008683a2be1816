import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { DEFAULT_MAX_REPLY_BYTES } from './options.ts';
import { keepRawReplies } from './raw-reply.ts';

export interface RuntimeClientOptions {
  /** AWS region; by the SDK's own chain when absent. */
  readonly region?: string;
  /** Where to call instead of the region's own address. */
  readonly endpointUrl?: string;
  /** Connections at once. @default as many as there are calls, which the endpoint's own limit bounds */
  readonly maxSockets?: number;
  /** A larger reply is not read to its end, and the call fails as `tooLarge`. @default 64 MiB */
  readonly maxReplyBytes?: number;
}

/** Includes the wait for a free connection when there are `maxSockets`. */
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * A client that calls once, for as long as its caller's signal lets it, and answers with raw replies. Where it calls is said by
 * `endpointUrl` and the region alone: AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME and `endpoint_url` of the shared
 * config are how the gateway's own clients reach the gateway, and read here they would make it call itself. An `endpointUrl` is
 * taken as it is, though the environment may ask for FIPS or dual-stack names. Of the SDK's retry modes, `adaptive` would hold
 * calls back in its own time.
 */
export function createRuntimeClient({
  region,
  endpointUrl,
  maxSockets,
  maxReplyBytes = DEFAULT_MAX_REPLY_BYTES,
}: RuntimeClientOptions): SageMakerRuntimeClient {
  const agent = { keepAlive: true, maxSockets: maxSockets ?? Number.POSITIVE_INFINITY };
  const client = new SageMakerRuntimeClient({
    maxAttempts: 1,
    retryMode: 'standard',
    ignoreConfiguredEndpointUrls: true,
    ...(region !== undefined && { region }),
    ...(endpointUrl !== undefined && { endpoint: endpointUrl, useFipsEndpoint: false, useDualstackEndpoint: false }),
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: 0,
      socketTimeout: 0,
      httpAgent: agent,
      httpsAgent: agent,
    }),
  });
  keepRawReplies(client, maxReplyBytes);
  return client;
}
