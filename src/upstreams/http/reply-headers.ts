import type { Headers } from '../../kernel/headers.ts';
import { belongsToConnection } from './connection-headers.ts';

/** Header fields as undici reads them: lower-case names, a list where a field came more than once. */
export type ReceivedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * The fields of the message: repeated ones joined by ", ", those of the connection, or named by its `connection` field, dropped.
 */
export function replyHeaders(received: ReceivedHeaders): Headers {
  const named = joined(received['connection'])
    ?.toLowerCase()
    .split(',')
    .map((name) => name.trim());
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(received)) {
    const text = joined(value);
    if (text !== undefined && !belongsToConnection(name) && !named?.includes(name)) kept[name] = text;
  }
  return kept;
}

function joined(value: ReceivedHeaders[string]): string | undefined {
  return value === undefined || typeof value === 'string' ? value : value.join(', ');
}
