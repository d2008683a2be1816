import type { Headers } from '../../kernel/headers.ts';
import type { Message } from '../port.ts';

/** Single JSON requests. */
export function jsonSamples(...bodies: readonly unknown[]): Message[] {
  return bodies.map((body) => sample('application/json', JSON.stringify(body)));
}

export function sample(contentType: string, body: string | Buffer, more: Headers = {}): Message {
  return { headers: { 'content-type': contentType, ...more }, body: Buffer.from(body) };
}
