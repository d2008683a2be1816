import { STATUS_CODES } from 'node:http';
import type { TidegateError } from '../../kernel/errors.ts';
import { awsError } from './aws-error.ts';
import { newRequestId } from './request-id.ts';

/** An error as the bytes of a whole answer, for connections on which there is no request to answer; it says that it is the last. */
export function rawAnswer(error: TidegateError): string {
  const wire = awsError(error, newRequestId());
  const fields = { ...wire.headers, 'content-length': String(Buffer.byteLength(wire.body)), connection: 'close' };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${wire.status} ${STATUS_CODES[wire.status]}\r\n${lines.join('')}\r\n${wire.body}`;
}
