import type { IncomingMessage, ServerResponse } from 'node:http';
import { TidegateError } from '../../../kernel/errors.ts';
import { awsError } from '../aws-error.ts';
import { newRequestId } from '../request-id.ts';

/** HTTP/1.1 wants a host. Node would say so without a word of JSON. @returns whether it was refused */
export function refuseWithoutHost({ httpVersion, headers }: IncomingMessage, response: ServerResponse): boolean {
  if (httpVersion !== '1.1' || headers.host !== undefined) return false;
  const error = awsError(new TidegateError('MALFORMED_REQUEST', 'The request names no host.'), newRequestId());
  response.writeHead(error.status, { ...error.headers, 'content-length': Buffer.byteLength(error.body), connection: 'close' });
  response.end(error.body);
  return true;
}
