/**
 * Fields that speak of one connection or one message's framing (RFC 9110, 7.6.1), in lower case: never passed on, in either
 * direction. A body is passed on with a length of its own, so content-length is among them.
 */
export const CONNECTION_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Whether `name` (lower case) belongs to the connection and not to the message. */
export function belongsToConnection(name: string): boolean {
  return CONNECTION_HEADERS.has(name);
}
