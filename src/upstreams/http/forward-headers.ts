import { FORWARDABLE_HEADER_PATTERN } from './options.ts';

/** Sent on in any case, so naming them adds nothing. */
const ALWAYS_SENT: ReadonlySet<string> = new Set(['content-type', 'accept']);

const FORWARDABLE = new RegExp(FORWARDABLE_HEADER_PATTERN);

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
  if (FORWARDABLE.test(name)) return;
  throw new Error(`Expected \`forwardHeaders\` to be names of headers that can be sent on, got ${JSON.stringify(name)}`);
}
