import type { UpstreamReply } from '../port.ts';

const HEADERS = { 'content-type': 'application/json' };

/** A KServe V1 reply whose predictions are the bytes of the instances. */
export function predictionsAnswer(instances: Buffer): UpstreamReply {
  return { status: 200, headers: HEADERS, body: Buffer.concat([Buffer.from('{"predictions":'), instances, Buffer.from('}')]) };
}

/** An error in KServe V1's form, `{"error": "..."}`. */
export function errorAnswer(status: number, error: string): UpstreamReply {
  return { status, headers: HEADERS, body: Buffer.from(JSON.stringify({ error })) };
}
