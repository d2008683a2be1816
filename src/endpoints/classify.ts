import type { TidegateError } from '../kernel/errors.ts';
import type { UpstreamReply } from '../upstreams/port.ts';
import { AWS_ERROR_HEADER, awsEnding, readError } from './classify-aws.ts';
import { type Ending, modelEnding } from './model-ending.ts';

/** Whose errors an upstream answers with: those of an AWS service, or a model server's own HTTP statuses. */
export type Dialect = 'aws' | 'http';

/**
 * Reads from an answer how the call ended; undefined for a success. A 500 with a body may be the model's way to refuse an
 * item or a passing fault: it is taken for a fault the first time, for a refusal when it stands after a whole retry. Whatever a
 * model server writes into its errors, it can not make its refusal of one item everybody's: that takes the dialect of AWS.
 * @param attempt 1 for the first time these items were sent
 */
export function classify(reply: UpstreamReply, { attempt, dialect }: { attempt: number; dialect: Dialect }): Ending | undefined {
  if (reply.status >= 200 && reply.status < 300) return undefined;
  if (reply.headers[AWS_ERROR_HEADER] !== undefined && (dialect === 'aws' || isLoop(reply))) return awsEnding(reply, attempt);
  const original = { statusCode: reply.status, message: Buffer.from(reply.body).toString('utf8') };
  return modelEnding(original, attempt);
}

/** This gateway, reached by way of its own upstream. The header is what a model that echoes its input can not write. */
function isLoop(reply: UpstreamReply): boolean {
  return reply.status === 400 && readError(reply.body).code === ('LOOP_DETECTED' satisfies TidegateError['code']);
}
