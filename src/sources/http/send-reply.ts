import type { FastifyReply } from 'fastify';
import type { InferenceOutcome, InferenceReply } from '../../endpoints/port.ts';
import { closeIfStopping } from './close-if-stopping.ts';
import { PassedOn } from './passed-on.ts';
import { serverTiming } from './server-timing.ts';

const passedOn = new PassedOn();

/** Up to this size a body is worth copying, so that it leaves in one write together with the headers: half of the system calls. */
const ONE_WRITE_BYTES = 16_384;

/**
 * Answers with what the model said. Straight to Node: of what Fastify would do for a reply (serialise, hooks, content type)
 * nothing is wanted here. Returns the status sent.
 */
export function sendReply(
  reply: FastifyReply,
  requestId: string,
  { status, headers, body }: InferenceReply,
  story: InferenceOutcome['story'],
): number {
  const fields: Record<string, string | number> = {
    'server-timing': serverTiming(story),
    'x-amzn-requestid': requestId,
    'content-length': body.length,
  };
  for (const [name, value] of passedOn.of(headers)) fields[name] = value;
  reply.hijack();
  closeIfStopping(reply);
  reply.raw.writeHead(status, fields);
  // Latin-1 maps bytes to characters and back one by one.
  if (body.length <= ONE_WRITE_BYTES) reply.raw.end(body.toString('latin1'), 'latin1');
  else reply.raw.end(body);
  return status;
}
