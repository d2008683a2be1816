import type { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { Headers } from '../../kernel/headers.ts';
import { UpstreamFailure, type UpstreamReply } from '../port.ts';
import { errorType } from './error-type.ts';
import { asUpstreamFailure } from './failure.ts';
import { asHttpResponse, type HttpResponse } from './http-messages.ts';

/** The SDK's own name for the step that turns a response into output or exception. */
const DESERIALIZER = 'deserializerMiddleware';

/** What `send` resolves with on a client treated by `keepRawReplies`. */
class RawOutput {
  readonly reply: UpstreamReply;
  /** The SDK's upper steps write into it. */
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(reply: UpstreamReply) {
    this.reply = reply;
    this.$metadata = { httpStatusCode: reply.status };
  }
}

/**
 * Puts a step in the place of the SDK's deserializer that hands out the reply as it came over the wire, errors included. So an
 * error body keeps its every byte, one that is no JSON (a proxy's HTML) is no exception of a parser, and nothing has to be put
 * together again from an exception. What is thrown below this step is a failure of the connection; this is the one place that
 * can tell it from what the SDK throws before it sends.
 * @param maxBytes of a reply; one larger is not read to its end
 * @throws {Error} when the SDK no longer has the step under its name.
 */
export function keepRawReplies(client: SageMakerRuntimeClient, maxBytes: number): void {
  if (!client.middlewareStack.remove(DESERIALIZER)) throw new Error(`This version of the AWS SDK has no ${DESERIALIZER}`);
  client.middlewareStack.add(
    (next) => async (args) => {
      const { response } = await orFailure(next(args));
      return { response, output: new RawOutput(await readReply(asHttpResponse(response), maxBytes)) };
    },
    { step: 'deserialize', name: 'tidegateRawReply' },
  );
}

/** @throws {TypeError} when `output` does not come from a client treated by `keepRawReplies`. */
export function rawReply(output: unknown): UpstreamReply {
  if (output instanceof RawOutput) return output.reply;
  throw new TypeError('Expected the output of a client that keeps raw replies');
}

async function readReply({ statusCode, headers, body }: HttpResponse, maxBytes: number): Promise<UpstreamReply> {
  const bytes = await readAll(body, maxBytes).catch(brokenOff);
  return { status: statusCode, headers: replyHeaders(statusCode, headers, bytes), body: bytes };
}

/** Leaving the loop before its end ends the connection. */
async function readAll(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) throw new UpstreamFailure('tooLarge', `the reply is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function brokenOff(error: unknown): never {
  if (error instanceof UpstreamFailure) throw error;
  throw new UpstreamFailure('unreadable', `the reply broke off: ${asUpstreamFailure(error).message}`, error);
}

async function orFailure<T>(received: Promise<T>): Promise<T> {
  try {
    return await received;
  } catch (error) {
    throw error instanceof UpstreamFailure ? error : asUpstreamFailure(error);
  }
}

/** The fields of the API and of its front end; what speaks of this connection stays behind. */
function replyHeaders(status: number, headers: Headers, body: Buffer): Headers {
  const kept = Object.entries(headers).filter(([name]) => /^(?:content-type$|retry-after$|x-amz)/.test(name));
  const type = status >= 400 ? errorType(headers, body) : undefined;
  return { ...Object.fromEntries(kept), ...(type !== undefined && { 'x-amzn-errortype': type }) };
}
