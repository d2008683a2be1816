import type { UpstreamReply } from '../upstreams/port.ts';
import { AWS_ERROR_HEADER, awsEnding } from './classify-aws.ts';
import { type Ending, modelEnding } from './model-ending.ts';

/**
 * Reads from an answer how the call ended; undefined for a success. A 500 with a body may be the model's way to refuse an
 * item or a passing fault: it is taken for a fault the first time, for a refusal when it stands after a whole retry.
 * @param attempt 1 for the first time these items were sent
 */
export function classify(reply: UpstreamReply, attempt: number): Ending | undefined {
  if (reply.status >= 200 && reply.status < 300) return undefined;
  if (reply.headers[AWS_ERROR_HEADER] !== undefined) return awsEnding(reply, attempt);
  const original = { statusCode: reply.status, message: Buffer.from(reply.body).toString('utf8') };
  return modelEnding(original, attempt);
}
