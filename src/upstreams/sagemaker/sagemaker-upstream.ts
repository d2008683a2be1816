import { InvokeEndpointCommand, type SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { CallSignal } from '../../kernel/call-abort.ts';
import { unlessAborted } from '../../kernel/unless-aborted.ts';
import { type Upstream, type UpstreamCall, UpstreamFailure, type UpstreamReply } from '../port.ts';
import { sendHeaders } from './call-headers.ts';
import { ALONE_HEADERS, CALLER_HEADERS } from './caller-headers.ts';
import { rawReply } from './raw-reply.ts';
import { refusal } from './refusal.ts';
import { createRuntimeClient, type RuntimeClientOptions } from './runtime-client.ts';

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
  const invoke = async (call: UpstreamCall, signal: CallSignal): Promise<UpstreamReply> => {
    // A destroyed client would open new connections.
    if (closed) throw new UpstreamFailure('unreachable', 'the upstream is closed');
    return invokeEndpoint(client, options.endpointName, call, signal);
  };
  return {
    callerHeaders: CALLER_HEADERS,
    aloneHeaders: ALONE_HEADERS,
    invoke: async (call, signal) => {
      signal.throwIfAborted();
      // The SDK looks at a signal only while a request is on the wire, not while it gets credentials, and then rejects with an error of its own.
      return unlessAborted(invoke(call, signal), signal);
    },
    close: async () => {
      closed = true;
      client.destroy();
    },
  };
}

/** Signatures are taken for five minutes; the SDK calls a clock wrong from here on, and learns of it by every answer. */
const SKEW_MS = 240_000;

/** A call that was refused by a service whose answer told that this machine's clock is minutes off is made once more, by its time. */
async function invokeEndpoint(
  client: SageMakerRuntimeClient,
  endpointName: string,
  call: UpstreamCall,
  signal: CallSignal,
): Promise<UpstreamReply> {
  const command = new InvokeEndpointCommand({ EndpointName: endpointName, Body: call.body });
  sendHeaders(command, call.headers);
  // The SDK's handler listens, looks whether it is aborted, and why; nothing else of a signal is used.
  const abortSignal = signal as AbortSignal;
  const send = async (): Promise<UpstreamReply> => rawReply(await client.send(command, { abortSignal }));
  try {
    const knownMs = client.config.systemClockOffset;
    const reply = await send();
    const isNews = Math.abs(client.config.systemClockOffset - knownMs) >= SKEW_MS;
    return reply.status === 403 && isNews ? await send() : reply;
  } catch (thrown) {
    return refusal(thrown);
  }
}
