import type { Headers } from '../../kernel/headers.ts';

/** The part of the SDK's HTTP request that is written here. */
interface HttpRequest {
  readonly headers: Record<string, string>;
}

/** The part of its HTTP response that is read here; the names of headers are in lower case, repeated ones joined. */
export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Headers;
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * The SDK's types leave open what travels between its steps.
 * @throws {TypeError} when it is no HTTP request.
 */
export function asHttpRequest(message: unknown): HttpRequest {
  if (isHttpRequest(message)) return message;
  throw new TypeError('Expected an HTTP request of the AWS SDK');
}

/** @throws {TypeError} when it is no HTTP response. */
export function asHttpResponse(message: unknown): HttpResponse {
  if (isHttpResponse(message)) return message;
  throw new TypeError('Expected an HTTP response of the AWS SDK');
}

function isHttpRequest(message: unknown): message is HttpRequest {
  return isObject(message) && 'headers' in message && isObject(message.headers);
}

function isHttpResponse(message: unknown): message is HttpResponse {
  return isHttpRequest(message) && 'statusCode' in message && 'body' in message && isObject(message.body);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
