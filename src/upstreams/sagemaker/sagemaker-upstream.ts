import { InvokeEndpointCommand, type SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { type Upstream, type UpstreamCall, UpstreamFailure, type UpstreamReply } from '../port.ts';
import { sendHeaders } from './call-headers.ts';
import { ALONE_HEADERS, CALLER_HEADERS } from './caller-headers.ts';
import { rawReply } from './raw-reply.ts';
import { refusal } from './refusal.ts';
import { createRuntimeClient, type RuntimeClientOptions } from './runtime-client.ts';
import { untilAborted } from './until-aborted.ts';

export interface SageMakerUpstreamOptions extends RuntimeClientOptions {
  readonly endpointName: string;
}

/**
 * A SageMaker real-time endpoint, by InvokeEndpoint. Credentials come by the SDK's own chain. Every answer of the service is a
 * reply, byte for byte; so is a call that cannot be made for want of credentials or region (see `refusal`).
 * @param client a client made by `createRuntimeClient`, for tests that look at its requests.
 */
export function createSageMakerUpstream(options: SageMakerUpstreamOptions, client = createRuntimeClient(options)): Upstream {
  let closed = false;
  const invoke = async (call: UpstreamCall, signal: AbortSignal): Promise<UpstreamReply> => {
    // A destroyed client would open new connections.
    if (closed) throw new UpstreamFailure('unreachable', 'the upstream is closed');
    return invokeEndpoint(client, options.endpointName, call, signal);
  };
  return {
    callerHeaders: CALLER_HEADERS,
    aloneHeaders: ALONE_HEADERS,
    invoke: (call, signal) => untilAborted(() => invoke(call, signal), signal),
    close: async () => {
      closed = true;
      client.destroy();
    },
  };
}

async function invokeEndpoint(
  client: SageMakerRuntimeClient,
  endpointName: string,
  call: UpstreamCall,
  signal: AbortSignal,
): Promise<UpstreamReply> {
  const command = new InvokeEndpointCommand({ EndpointName: endpointName, Body: call.body });
  sendHeaders(command, call.headers);
  try {
    return rawReply(await client.send(command, { abortSignal: signal }));
  } catch (thrown) {
    return refusal(thrown);
  }
}
