import { belongsToConnection } from './connection-headers.ts';

/** Names that undici or the request itself decides; accept-encoding because the bodies of replies are read here. */
const DECIDED_HERE: ReadonlySet<string> = new Set(['host', 'expect', 'accept-encoding']);

/** Sent on in any case, so naming them adds nothing. */
const ALWAYS_SENT: ReadonlySet<string> = new Set(['content-type', 'accept']);

/** A field name by RFC 9110, 5.1. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * The names to send on, in lower case and each once.
 * @throws {Error} for a name that is no header or cannot be passed on.
 */
export function checkForwardHeaders(names: readonly string[]): readonly string[] {
  const lower = names.map((name) => name.toLowerCase());
  for (const name of lower) refuse(name);
  return [...new Set(lower)].filter((name) => !ALWAYS_SENT.has(name));
}

function refuse(name: string): void {
  if (!TOKEN.test(name)) throw new Error(`Expected \`forwardHeaders\` to be header names, got ${JSON.stringify(name)}`);
  if (belongsToConnection(name) || DECIDED_HERE.has(name)) {
    throw new Error(`Expected \`forwardHeaders\` without \`${name}\`: it belongs to the connection and cannot be passed on`);
  }
}
