const LONGEST_QUOTE = 80;

/** What stands in the file, in words that follow "found"; never more of it than helps. */
export function found(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : 'a mapping';
}

function quote(written: string): string {
  const text = withoutCredentials(written);
  return JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text);
}

/** What is a URL loses all that may be user and password, valid or not: messages are copied into tickets. */
function withoutCredentials(text: string): string {
  const scheme = /^[a-z][a-z\d+.-]*:(?:\/\/)?/i.exec(text)?.[0] ?? '';
  const at = text.lastIndexOf('@');
  return scheme === '' || at < scheme.length ? text : `${scheme}…${text.slice(at)}`;
}
